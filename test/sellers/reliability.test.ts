import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import {
  ensureSeller,
  jobs,
  rebuildScores,
  recordSellerNews,
  type SellerOrderNews,
} from '../../src/sellers/index.ts'
import { testApp } from '../support/app.ts'

const now = new Date('2026-05-01T12:00:00.000Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const refresh = jobs.find((job) => job.name === 'refreshSellerScores')!

const app = await testApp(t)
app.setNow(now)
t.beforeEach(() =>
  app.database.transaction(async ({ sql }) => {
    await sql`truncate sellers, seller_outcomes, platform_tallies cascade`
  }),
)

const inTime = (days: number): SellerOrderNews => ({
  type: 'handedOver',
  at: daysAgo(days),
  shipBy: daysAgo(days - 1),
})
const tooLate = (days: number): SellerOrderNews => ({ type: 'shipByPassed', shipBy: daysAgo(days) })

async function newSeller(name: string): Promise<string> {
  return app.database.transaction(async (db) => {
    return (await ensureSeller(db, { name, currency: 'EUR' }, now)).id
  })
}

interface Order {
  accountId?: string
  mode?: 'live' | 'test'
  sellerOrderId?: string
}

async function tell(sellerId: string, news: SellerOrderNews[], order: Order = {}) {
  const ref = {
    sellerOrderId: order.sellerOrderId ?? newId(),
    orderId: newId(),
    accountId: order.accountId ?? newId(),
    sellerId,
    mode: order.mode ?? ('live' as const),
  }
  for (const one of news) await app.database.transaction((db) => recordSellerNews(db, ref, one))
  return ref
}

async function reliability(key: string, name: string) {
  const list = await app.request('GET', `/v1/sellers?q=${encodeURIComponent(name)}`, { key })
  if (list.status !== 200) throw new Error(JSON.stringify(list.body))
  const { body } = list
  const { id } = body.data[0]
  return {
    seller: body.data[0],
    ...(await app.request('GET', `/v1/sellers/${id}/reliability`, { key })).body,
  }
}

t.test('a seller without orders is new, not bad', async (t) => {
  const { key } = await app.newKey()
  await newSeller('Newcomer')
  const answer = await reliability(key, 'Newcomer')
  t.match(answer, { score: null, standing: 'new', ordersKnown: 0, history: [] })
  t.ok(answer.expectedScore > 80)
  t.match(answer.explanation, /New seller, few orders: 0 of the 5 orders/)
  t.same(
    answer.components.map((one: { kind: string }) => one.kind),
    ['cancellation', 'handover', 'delivery', 'goods'],
  )
})

t.test(
  'every component shows what was counted, how it weighs and the orders behind it',
  async (t) => {
    const { key, accountId } = await app.newKey()
    const sellerId = await newSeller('Shown')
    for (let i = 0; i < 8; i++) await tell(sellerId, [inTime(90)])
    const mine = await tell(sellerId, [tooLate(0)], { accountId })
    await tell(sellerId, [tooLate(400)])
    await refresh.run(app.database, now)
    const answer = await reliability(key, 'Shown')
    const handover = answer.components.find((one: { kind: string }) => one.kind === 'handover')
    t.match(handover, {
      numerator: 1,
      denominator: 9,
      weightedNumerator: 1,
      weightedDenominator: 5,
      windowDays: 365,
      isScored: true,
    })
    // (1 + 50 × 5 %) of (5 + 50) on the platform; (1 + 10 of those) of 15 for the seller.
    t.equal(handover.platformRate, 0.064)
    t.equal(handover.countedAs, 0.109)
    t.match(handover.explanation, /1 of 9 orders handed over late in the last twelve months/)
    t.equal(handover.evidence.length, 9)
    t.match(handover.evidence[0], { isProblem: true, reason: 'shipByPassed', kind: 'handover' })
    t.match(handover.evidence[0].orderId, /^ord_/, 'your own order is named')
    t.equal(handover.evidence[1].orderId, null, 'others’ orders are not')
    t.ok(mine)
    const lost = answer.components.reduce(
      (sum: number, one: { pointsLost: number }) => sum + one.pointsLost,
      0,
    )
    t.ok(Math.abs(answer.score + lost - 100) < 0.31, 'points add up but for rounding')
  },
)

t.test('the stored score follows the news and equals the one worked out', async (t) => {
  const { key } = await app.newKey()
  const good = await newSeller('Good')
  const bad = await newSeller('Bad')
  for (let i = 0; i < 20; i++) {
    await tell(good, [inTime(i + 1)])
    await tell(bad, [i % 2 ? inTime(i + 1) : tooLate(i + 1)])
  }
  t.equal(await refresh.run(app.database, now), 2)
  t.equal(await refresh.run(app.database, now), 0, 'nothing is left to do')
  const [better, worse] = [await reliability(key, 'Good'), await reliability(key, 'Bad')]
  t.ok(better.score > worse.score + 20)
  t.equal(better.seller.score, better.score)
  t.equal(worse.seller.expectedScore, worse.expectedScore)
  t.match(better.history, [{ month: '2026-05', score: better.score }])
  t.equal(await rebuildScores(app.database, now), 2)
  const ranked = await app.request('GET', '/v1/sellers', { key })
  t.match(ranked.body.data, [
    { name: 'Good', percentile: 100 },
    { name: 'Bad', percentile: 50 },
  ])
})

t.test('repeated news counts once, and a later problem replaces a good outcome', async (t) => {
  const { key } = await app.newKey()
  const sellerId = await newSeller('Once')
  const sellerOrderId = newId()
  const punctual = inTime(30)
  await tell(sellerId, [punctual, punctual, tooLate(29)], { sellerOrderId })
  await tell(sellerId, [{ type: 'settledWell', at: daysAgo(10) }], { sellerOrderId })
  await tell(sellerId, [{ type: 'badReview', at: daysAgo(5) }], { sellerOrderId })
  await tell(sellerId, [{ type: 'settledWell', at: daysAgo(1) }], { sellerOrderId })
  const { body } = await app.request('GET', `/v1/sellers?q=Once`, { key })
  const url = `/v1/sellers/${body.data[0].id}/outcomes`
  const all = await app.request('GET', url, { key })
  t.equal(all.body.data.length, 3)
  const problems = await app.request('GET', `${url}?isProblem=true`, { key })
  t.match(problems.body.data, [{ kind: 'goods', reason: 'badReview' }])
  t.equal(problems.body.data.length, 1)
})

t.test('test orders are counted for their own account alone', async (t) => {
  const live = await app.newKey({ account: 'developer' })
  const test = await app.newKey({ account: 'developer', mode: 'test' })
  const other = await app.newKey({ mode: 'test' })
  const sellerId = await newSeller('Simulated')
  for (let i = 0; i < 6; i++) {
    await tell(sellerId, [tooLate(i + 1)], { accountId: test.accountId, mode: 'test' })
  }
  await refresh.run(app.database, now)
  t.match(await reliability(live.key, 'Simulated'), { ordersKnown: 0, score: null })
  t.match(await reliability(other.key, 'Simulated'), { ordersKnown: 0, score: null })
  const own = await reliability(test.key, 'Simulated')
  t.equal(own.ordersKnown, 6)
  t.ok(own.score < 75)
  t.equal(own.seller.score, null, 'the stored score is live')
})

t.test('an excused outcome stays in the evidence and leaves the score', async (t) => {
  const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'sellers:read'] })
  const sellerId = await newSeller('Excused')
  for (let i = 0; i < 6; i++) await tell(sellerId, [inTime(i + 1)])
  await tell(sellerId, [tooLate(3)])
  await refresh.run(app.database, now)
  const before = await reliability(operator.key, 'Excused')
  const url = `/v1/sellers/${before.sellerId}/outcomes?isProblem=true`
  const { body } = await app.request('GET', url, { key: operator.key })
  const excuse = `/v1/seller-orders/${body.data[0].sellerOrderId}/excuse`
  const given = { kind: 'handover', excuse: 'A strike of the carriers.' }
  const excused = await app.request('POST', excuse, { key: operator.key, body: given })
  t.match(excused, { status: 200, body: { excuse: 'A strike of the carriers.' } })
  const repeated = await app.request('POST', excuse, { key: operator.key, body: given })
  t.equal(repeated.body.code, 'conflict')
  t.equal(await refresh.run(app.database, now), 1)
  const after = await reliability(operator.key, 'Excused')
  t.ok(after.score > before.score)
  t.equal(after.seller.score, after.score)
})

t.test('evidence pages by keyset', async (t) => {
  const { key } = await app.newKey()
  const sellerId = await newSeller('Paged')
  for (let i = 0; i < 5; i++) await tell(sellerId, [inTime(3)])
  const { body } = await app.request('GET', '/v1/sellers?q=Paged', { key })
  const url = `/v1/sellers/${body.data[0].id}/outcomes?limit=3`
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: {
      body: { data: { sellerOrderId: string; kind: string }[]; nextCursor: string | null }
    } = await app.request('GET', cursor === '' ? url : `${url}&cursor=${cursor}`, { key })
    seen.push(...page.body.data.map((one) => `${one.sellerOrderId} ${one.kind}`))
    cursor = page.body.nextCursor
  }
  t.equal(seen.length, 10)
  t.equal(new Set(seen).size, 10)
})

t.test('a page of sellers brings their reliability over GraphQL', async (t) => {
  const { key } = await app.newKey()
  await newSeller('Linked')
  const { body } = await app.graphql(
    `{ listSellers(first: 5) { nodes { name reliability { standing expectedScore components { kind numerator } seller { name } } } } }`,
    { key },
  )
  t.match(body.data.listSellers.nodes, [
    { name: 'Linked', reliability: { seller: { name: 'Linked' } } },
  ])
  t.equal(body.data.listSellers.nodes[0].reliability.components.length, 4)
})
