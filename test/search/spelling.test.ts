import t from 'tap'
import { Lexicon } from '../../src/search/lexicon.ts'
import { planQuery } from '../../src/search/plan.ts'
import { contextQueries, settle } from '../../src/search/spelling-context.ts'

function lexiconOf(counts: Record<string, number>, documents = 10_000): Lexicon {
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

const goods = {
  laptop: 300,
  notebook: 200,
  case: 400,
  cse: 20,
  mouse: 250,
  mode: 300,
  printer: 900,
  printed: 40,
  print: 1500,
  cable: 800,
  '2m': 90,
  '64gb': 50,
  ddr4: 60,
  memory: 500,
  tplink: 70,
  tp: 70,
  link: 200,
  router: 90,
  doll: 30,
  roll: 60,
  mp600: 9,
  canon: 300,
  bath: 50,
  towers: 80,
  point: 60,
  port: 900,
  access: 100,
}
const lexicon = lexiconOf(goods)
const plan = (query: string) => planQuery(query, lexicon, ['en'])
const first = (query: string) => plan(query).slots.map((slot) => slot.alternatives[0]!.terms[0])

t.test('a corrected word is read as if it had been typed so', async (t) => {
  const clean = plan('laptop case')
  t.same(plan('laptpo case').slots, clean.slots, 'with its synonyms and its role')
  t.equal(plan('laptpo case').correction, 'laptop case')
  t.same(plan('laptopcase').slots, clean.slots, 'also where a space was left out')
  t.equal(plan('laptopcase').correction, 'laptop case')
  t.same(plan('tpt-link router').slots, plan('tp-link router').slots, 'and compounds')
})

t.test('the likeliest word is the one that was meant', async (t) => {
  t.same(first('moue'), ['mous'], 'a letter left out, rather than one for another')
  t.same(first('printek'), ['printer'], 'the word that is frequent, not its stem')
  t.equal(plan('dollks').correction, 'dolls', 'a plural that no product has')
  t.same(first('dollks'), ['doll'])
})

t.test('measures and what holds digits have slips, too', async (t) => {
  t.same(first('cable 2 metber'), ['cabl', '2m'])
  t.equal(plan('cable 2 metber').correction, 'cable 2 meter')
  t.same(first('6z4gb memory'), ['64gb', 'memori'])
  t.same(first('ddrk4 memory'), ['ddr4', 'memori'])
  t.equal(plan('canon mp900').correction, null, 'another digit is another model')
})

t.test('a correction names the query as it was written but for the slips', async (t) => {
  t.equal(plan('the case for a laptpo').correction, 'the case for a laptop')
  t.equal(plan('TP-Link  ruoter, black').correction, 'TP-Link router black')
  t.equal(plan('tpt-link router').correction, 'tp-link router')
  t.equal(plan('laptop case').correction, null)
})

t.test('the words beside a doubtful one settle it', async (t) => {
  const settled = (query: string, countOf: (asked: string) => number) => {
    const { doubts } = plan(query)
    const choices = settle(doubts, contextQueries(doubts).map(countOf))
    return planQuery(query, lexicon, ['en'], choices)
  }
  const points = (asked: string) => (asked.includes("point'") ? 40 : 0)
  t.equal(settled('access poit', points).correction, 'access point', 'what goes with the others')
  t.same(plan('access poit').doubts.length, 1)
  const known = plan('laptop cse')
  t.equal(known.correction, null, 'a known word stands')
  t.equal(
    settled('laptop cse', () => 10).correction,
    null,
    'where products have it with the others',
  )
  const cases = (asked: string) => (asked.includes("case'") ? 50 : 0)
  t.equal(settled('laptop cse', cases).correction, 'laptop case', 'but not where hardly any has')
  t.same(settled('laptop cse', cases).slots, plan('laptop case').slots)
  t.equal(plan('laptop case').doubts.length, 0, 'frequent words are never asked about')
  t.equal(
    settled('bath towels', () => 0).correction,
    null,
    'goods that nobody sells are no slip of something else',
  )
  t.equal(settled('bath towels', () => 3).correction, 'bath towers', 'unless that is there')
  t.equal(plan('towels').correction, 'towers', 'alone, something is better than nothing')
})
