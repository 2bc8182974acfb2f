import fc from 'fast-check'
import t from 'tap'
import { termOf } from '../../src/search/analysis/words.ts'
import { editDistance } from '../../src/search/edit-distance.ts'
import { Lexicon } from '../../src/search/lexicon.ts'
import { planQuery } from '../../src/search/plan.ts'

function lexiconOf(counts: Record<string, number>, documents = 1000): Lexicon {
  const lexicon = new Lexicon()
  lexicon.add({
    id: 1,
    language: 'en',
    folds_up_to: null,
    documents,
    words: Object.keys(counts),
    counts: Object.values(counts),
  })
  return lexicon
}

const plan = (query: string, counts: Record<string, number>) =>
  planQuery(query, lexiconOf(counts), ['en'])
const termsOf = (made: ReturnType<typeof plan>) =>
  made.slots.map((slot) => slot.alternatives.map(({ terms }) => terms.join('+')))

t.test('edit distance counts slips of the pen', async (t) => {
  t.equal(editDistance('keyboard', 'keybaord', 2), 1, 'a swap is one')
  t.equal(editDistance('mouse', 'mose', 2), 1)
  t.equal(editDistance('cable', 'tables', 2), 2)
  t.equal(editDistance('cable', 'printer', 2), 3, 'one more than asked for is enough to know')
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      const there = editDistance(a, b, 3)
      return there === editDistance(b, a, 3) && (there === 0) === (a === b)
    }),
  )
})

t.test('every word one slip away is a neighbour', async () => {
  const words = ['keyboard', 'mouse', 'cable', 'printer', 'monitor', 'battery', 'adapter']
  const lexicon = lexiconOf(Object.fromEntries(words.map((word) => [word, 10])))
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.nat(20),
      fc.constantFrom('drop', 'add', 'swap'),
      (word, at, slip) => {
        const i = at % (word.length - 1)
        const typed =
          slip === 'drop'
            ? word.slice(0, i) + word.slice(i + 1)
            : slip === 'add'
              ? `${word.slice(0, i)}q${word.slice(i)}`
              : word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2)
        return typed === word || lexicon.neighbours(typed, 1).some((one) => one.word === word)
      },
    ),
  )
})

t.test('a query is read word by word', async (t) => {
  const counts = {
    wireless: 50,
    mouse: 40,
    mousepad: 5,
    pad: 20,
    cable: 90,
    notebook: 30,
    laptop: 9,
  }
  t.same(termsOf(plan('the wireless mouse', counts)), [['wireless'], ['mous']])
  t.match(plan('wireles mouse', counts), { correction: 'wireless mouse' })
  t.equal(plan('wireless mouse', counts).correction, null)
  t.same(termsOf(plan('mouse pad', counts)), [
    ['mous', 'mousepad'],
    ['pad', 'mousepad'],
  ])
  t.same(termsOf(plan('wirelessmouse', counts)), [['wireless'], ['mous']], 'a missing space')
  t.same(termsOf(plan('laptop', counts)), [['laptop', 'notebook']], 'a near kind stands in')
  const standIn = (more: Record<string, number>) =>
    plan('bassoons', { bassoon: 9, oboe: 30, ...more }).slots[0]!.alternatives[1]!.weight
  t.ok(standIn({ bassoonoboe: 2 }) > standIn({}), 'sellers write «bassoon/oboe»')
  t.same(plan('zzzzzz', counts).slots, [], 'nothing is near')
  t.match(plan('zzzzzz', counts).unknown, [{ text: 'zzzzzz' }])
  t.same(termsOf(plan('the', { the: 3 })), [['the']], 'function words alone are kept')
})

t.test('goods are found by what else they are called', async (t) => {
  const counts = { flash_drive: 40, drive: 90, charger: 5, ac_adapter: 20, adapter: 60 }
  const flashDrive = termOf('flash_drive', 'en')
  t.same(
    termsOf(plan('thumb drive', counts)),
    [[flashDrive], ['drive', flashDrive]],
    'a name of several words is one term',
  )
  t.same(termsOf(plan('thumbdrive', counts)), [[flashDrive]], 'also for one that is written as one')
  t.ok(
    termsOf(plan('laptop computer', { laptop: 9, computer: 50 }))[1]!.includes('laptop'),
    'a laptop computer is a laptop',
  )
  const [charger] = plan('charger', counts).slots
  t.same(charger!.alternatives[1]?.terms, [termOf('ac_adapter', 'en')])
  t.equal(charger!.alternatives[1]!.weight, 0.5, 'what is likely the same only stands in')
  t.same(
    termsOf(plan('charger', { ...counts, charger: 50 })),
    [['charger']],
    'not where the catalogue has the word itself far more often',
  )
})

t.test('what looks like an article number is looked up as one', async (t) => {
  t.same(plan('brother tn-2110', {}).codes, ['brothertn2110', 'tn2110'])
  t.same(plan('5099206027299', {}).codes, ['5099206027299'])
  t.same(plan('usb 3', {}).codes, ['usb3'])
  t.same(plan('12345', {}).codes, [], 'five digits are a number')
})

t.test('rare words weigh more, in steps that small changes do not move', async (t) => {
  const lexicon = lexiconOf({ cable: 500, gimbal: 2 })
  t.ok(lexicon.inverseFrequency(2) > lexicon.inverseFrequency(500))
  t.equal(lexicon.inverseFrequency(500), lexicon.inverseFrequency(501))
  t.ok(lexicon.inverseFrequency(1000) > 0, 'a word in every product still ranks by where it stands')
})
