import fc from 'fast-check'
import t from 'tap'
import type { Slot } from '../../src/search/plan.ts'
import { estimateAll, namedQuery, roundsOf } from '../../src/search/term-query.ts'

const slot = (text: string, idf: number, isHead = false): Slot => ({
  text,
  isHead,
  alternatives: [{ terms: [text], weight: 1 }],
  idf,
  frequency: 10,
})

/** Whether a document of these words answers a tsquery. */
function answers(query: string, words: ReadonlySet<string>): boolean {
  const expression = query
    .replace(/'([^']+)'/g, (_, word: string) => String(words.has(word)))
    .replaceAll('&', '&&')
    .replaceAll('|', '||')
  return new Function(`return ${expression}`)() as boolean
}

t.test('the second round spares any one word but the one that tells the most', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 8 }),
      fc.nat(),
      (idfs, mask) => {
        const slots = idfs.map((idf, index) => slot(`w${index}`, idf))
        const total = idfs.reduce((sum, idf) => sum + idf, 0)
        const { some } = roundsOf(slots, 1000)
        const missing = slots.filter((_, index) => !((mask >> index) & 1))
        const words = new Set(slots.filter((one) => !missing.includes(one)).map(({ text }) => text))
        const mayMiss = missing.every(({ idf }) => idf <= total / 2)
        return answers(some!, words) === (missing.length <= 1 && mayMiss)
      },
    ),
  )
})

t.test('the second round is left out only where the third finds whatever it would', async (t) => {
  const words = fc.record({
    idf: fc.integer({ min: 1, max: 40 }),
    frequency: fc.integer({ min: 0, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(words, { minLength: 3, maxLength: 6 }), fc.nat(), (given, mask) => {
      const slots = given.map(({ idf, frequency }, i) => ({ ...slot(`w${i}`, idf), frequency }))
      const { some, any, anyHoldsSome } = roundsOf(slots, 1000)
      fc.pre(anyHoldsSome)
      const has = new Set(slots.filter((_, i) => (mask >> i) & 1).map(({ text }) => text))
      return !answers(some!, has) || answers(any!, has)
    }),
  )
  const holds = (...frequencies: number[]) =>
    roundsOf(
      frequencies.map((frequency, i) => ({ ...slot(`w${i}`, 1), frequency })),
      1000,
    ).anyHoldsSome
  t.ok(holds(100, 140, 900))
  t.notOk(holds(100, 210, 900), 'one word tells, and may be the one that is spared')
  t.notOk(holds(400, 420), 'more than the round may read')
})

t.test('what is named by a word is asked for by the words that head titles', async (t) => {
  const [red, cable] = [slot('red', 1), slot('cable', 1, true)]
  t.equal(namedQuery([cable]), "('^cable')")
  t.equal(namedQuery([red, cable]), "('^cable') & 'red'")
  t.equal(
    namedQuery([slot('patch', 1, true), cable]),
    "('^patch' | '^cable') & 'patch' & 'cable'",
    'which of two is open',
  )
  t.equal(namedQuery([red]), undefined, 'nothing is named')
  const compound = { ...cable, alternatives: [{ terms: ['a', 'b'], weight: 1 }] }
  t.equal(namedQuery([compound]), undefined, 'compounds have no mark')
})

t.test('what only may be meant is found, after what surely is', async (t) => {
  const stick = {
    ...slot('stick', 2),
    alternatives: [
      { terms: ['stick'], weight: 1 },
      { terms: ['flash_drive'], weight: 0.9 },
      { terms: ['cane'], weight: 0.5 },
    ],
  }
  t.same(roundsOf([stick], 1000), {
    all: "('stick' | 'flash_drive')",
    some: "('stick' | 'flash_drive' | 'cane')",
    any: undefined,
    anyHoldsSome: false,
  })
  const { all, some } = roundsOf([slot('usb', 1), slot('black', 1), stick], 1000)
  t.equal(all, "'usb' & 'black' & ('stick' | 'flash_drive')")
  t.ok(answers(some!, new Set(['usb', 'black', 'cane'])))
  t.ok(answers(some!, new Set(['usb', 'stick'])))
  t.notOk(answers(some!, new Set(['usb'])))
  const unsure = { ...stick, alternatives: stick.alternatives.slice(2) }
  t.equal(roundsOf([unsure], 1000).all, "'cane'", 'better than nothing')
})

t.test('words that go together narrow less than their shares say', async (t) => {
  const often = (frequency: number) => ({ ...slot('x', 1), frequency })
  t.equal(estimateAll([often(100)], 1000), 100)
  t.equal(estimateAll([often(100), often(250)], 1000), 50, 'the second by its root')
  t.equal(estimateAll([often(1500)], 1000), 1000, 'a stale count')
})
