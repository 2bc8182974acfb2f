import fc from 'fast-check'
import t from 'tap'
import { slipCost } from '../../src/search/slip-cost.ts'

t.test('some slips of the pen are likelier than others', async (t) => {
  t.equal(slipCost('laptop', 'laptop'), 0)
  t.equal(slipCost('laptop', 'lapto'), slipCost('laptop', 'latpop'), 'left out as soon as swapped')
  const less: [string, string, string, string][] = [
    ['mouse', 'mose', 'mousse', 'a letter left out before one typed twice'],
    ['mouse', 'mousse', 'mouwse', 'one typed twice before a key beside'],
    ['mouse', 'mouwse', 'moutse', 'a key beside before any other'],
    ['mouse', 'mouae', 'moupe', 'also in its stead'],
    ['64gb', '64b', '6gb', 'letters before digits'],
    ['mouse', 'moutse', 'moe', 'one slip before two'],
  ]
  for (const [word, likelier, other, why] of less) {
    t.ok(slipCost(word, likelier) < slipCost(word, other), why)
  }
})

t.test('what is alike on both sides of the slip costs nothing', async () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/)
  fc.assert(
    fc.property(word, word, word, word, (start, meant, typed, end) => {
      const alone = slipCost(`0${meant}9`, `0${typed}9`)
      return slipCost(`${start}0${meant}9${end}`, `${start}0${typed}9${end}`) === alone
    }),
  )
})
