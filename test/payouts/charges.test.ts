import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { deposit, externalCash, post, sellerPayableOf } from '../../src/ledger/index.ts'
import { jobs } from '../../src/payouts/index.ts'
import { addMonths, planAfter } from '../../src/payouts/plan.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { createSellerFor } from './sellers.ts'

const app = await testApp(t)

async function earn(app: TestApp, sellerId: string, amountMinor: number) {
  await app.database.transaction((db) =>
    post(db, {
      kind: 'release',
      mode: 'live',
      currency: 'EUR',
      occurredAt: new Date(),
      entries: [
        { account: externalCash, amountMinor: -amountMinor },
        { account: sellerPayableOf(sellerId), amountMinor },
      ],
    }),
  )
}

function buy(app: TestApp, key: string, sellerId: string, body: object) {
  return app.request('POST', '/v1/charges', {
    key,
    body: { sellerId: ids.seller.encode(sellerId), ...body },
    headers: { 'idempotency-key': newId() },
  })
}

t.test('a premium plan is paid from earnings and prolonged', async (t) => {
  const seller = await createSellerFor(app)
  await earn(app, seller.id, 100_00)
  app.setNow(new Date('2026-01-31T12:00:00Z'))
  const first = await buy(app, seller.key, seller.id, { code: 'premium-month' })
  t.equal(first.status, 201)
  t.match(first.body, {
    total: { amountMinor: 29_00, currency: 'EUR' },
    paidFrom: 'earnings',
    planUntil: '2026-02-28T12:00:00.000Z',
  })
  const more = await buy(app, seller.key, seller.id, { code: 'premium-month', quantity: 2 })
  t.equal(more.body.planUntil, '2026-04-28T12:00:00.000Z')
  const poor = await buy(app, seller.key, seller.id, { code: 'premium-month' })
  t.equal(poor.status, 402)
  t.match(poor.body, { code: 'insufficient_funds', balanceMinor: 13_00, neededMinor: 29_00 })
  const shown = await app.request('GET', `/v1/sellers/${ids.seller.encode(seller.id)}`, {
    key: seller.key,
  })
  t.equal(shown.body.plan, 'premium')
  app.setNow(undefined)
  const listed = await app.request('GET', '/v1/charges', { key: seller.key })
  t.equal(listed.body.data.length, 2)
  t.equal(first.body.renewsAt, first.body.planUntil)
  t.equal(listed.body.data[0].renewsAt, '2026-04-28T12:00:00.000Z')
  t.strictSame(listed.body.data[1], { ...first.body, renewsAt: null }, 'the newer one takes over')
})

/** Runs the clock of plans until nothing is due. */
async function renewAt(moment: string): Promise<void> {
  const now = new Date(moment)
  app.setNow(now)
  await Promise.all([jobs[0]!.run(app.database, now), jobs[0]!.run(app.database, now)])
}

/** The log of an account, in the order of writing. */
function newsOf(accountId: string) {
  return app.database.read(
    ({ sql }) => sql`select type, payload from events where account_id = ${accountId}
      and type not like 'seller.%' order by sequence`,
  )
}

async function planOf(seller: { id: string; key: string }): Promise<string> {
  const path = `/v1/sellers/${ids.seller.encode(seller.id)}`
  return (await app.request('GET', path, { key: seller.key })).body.plan
}

async function chargesOf(seller: { key: string }) {
  return (await app.request('GET', '/v1/charges', { key: seller.key })).body.data
}

t.test('a plan is bought again when its period is over, once, until money is short', async (t) => {
  t.teardown(() => app.setNow(undefined))
  const seller = await createSellerFor(app)
  await earn(app, seller.id, 60_00)
  app.setNow(new Date('2026-03-10T12:00:00Z'))
  await buy(app, seller.key, seller.id, { code: 'premium-month' })
  await renewAt('2026-04-10T11:59:59Z')
  t.equal((await chargesOf(seller)).length, 1, 'not before')
  await renewAt('2026-04-10T12:00:30Z')
  const renewed = await chargesOf(seller)
  t.match(renewed, [
    {
      total: { amountMinor: 29_00 },
      planUntil: '2026-05-10T12:00:00.000Z',
      renewsAt: '2026-05-10T12:00:00.000Z',
    },
    { renewsAt: null },
  ])
  t.equal(renewed.length, 2)
  t.equal(await planOf(seller), 'premium')
  await renewAt('2026-05-10T12:00:30Z')
  t.equal((await chargesOf(seller)).length, 2, 'there are 2.00 left')
  t.equal(await planOf(seller), 'standard')
  t.match(await newsOf(seller.accountId), [
    { type: 'charge.created' },
    { type: 'charge.created' },
    {
      type: 'plan.expired',
      payload: { reason: 'insufficientFunds', charge: { id: renewed[0].id, renewsAt: null } },
    },
  ])
})

t.test('a plan that is not to renew ends quietly', async (t) => {
  t.teardown(() => app.setNow(undefined))
  const [once, stopped, other] = [
    await createSellerFor(app),
    await createSellerFor(app),
    await createSellerFor(app),
  ]
  for (const seller of [once, stopped]) await earn(app, seller.id, 100_00)
  app.setNow(new Date('2026-03-10T12:00:00Z'))
  const body = { code: 'premium-month', isRenewing: false }
  t.equal((await buy(app, once.key, once.id, body)).body.renewsAt, null)
  const bought = await buy(app, stopped.key, stopped.id, { code: 'premium-month' })
  const stop = (key: string) =>
    app.request('POST', `/v1/charges/${bought.body.id}/stop-renewal`, { key, body: {} })
  t.equal((await stop(other.key)).status, 404)
  t.match((await stop(stopped.key)).body, { renewsAt: null, planUntil: bought.body.planUntil })
  t.equal((await stop(stopped.key)).status, 200, 'twice is the same')
  await renewAt('2026-04-11T12:00:00Z')
  for (const seller of [once, stopped]) t.equal((await chargesOf(seller)).length, 1)
})

t.test('a plan that runs on is not bought twice, and old time is not charged', async (t) => {
  t.teardown(() => app.setNow(undefined))
  const seller = await createSellerFor(app)
  await earn(app, seller.id, 200_00)
  app.setNow(new Date('2026-03-10T12:00:00Z'))
  await buy(app, seller.key, seller.id, { code: 'premium-month' })
  await app.database.transaction(
    ({ sql }) =>
      sql`update sellers set plan_until = '2026-06-01T00:00:00Z' where id = ${seller.id}`,
  )
  await renewAt('2026-04-10T13:00:00Z')
  t.match(await chargesOf(seller), [{ renewsAt: '2026-06-01T00:00:00.000Z' }])
  await renewAt('2026-09-15T00:00:00Z')
  const late = await chargesOf(seller)
  t.equal(late.length, 2)
  t.equal(late[0].planUntil, '2026-10-15T00:00:00.000Z')
})

t.test('two charges at once spend the earnings once', async (t) => {
  const seller = await createSellerFor(app)
  await earn(app, seller.id, 30_00)
  const answers = await Promise.all(
    [1, 2, 3].map(() => buy(app, seller.key, seller.id, { code: 'premium-month' })),
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 402, 402])
})

t.test('a promotion is paid from the wallet of the seller’s account', async (t) => {
  const seller = await createSellerFor(app)
  await app.database.transaction((db) =>
    deposit(db, {
      accountId: seller.accountId,
      mode: 'live',
      amount: { amountMinor: 12_00, currency: 'EUR' },
      now: new Date(),
    }),
  )
  const wish = { code: 'promotion-day', quantity: 2, payFrom: 'wallet' }
  const bought = await buy(app, seller.key, seller.id, wish)
  t.match(bought.body, { total: { amountMinor: 10_00 }, paidFrom: 'wallet', planUntil: null })
  const refused = await buy(app, seller.key, seller.id, wish)
  t.match(refused.body, { code: 'insufficient_funds', balanceMinor: 2_00 })
})

t.test('what is not for sale, and whose it is not, is refused', async (t) => {
  const [seller, other] = [await createSellerFor(app), await createSellerFor(app)]
  const unknown = await buy(app, seller.key, seller.id, { code: 'moon' })
  t.equal(unknown.body.errors[0].pointer, '#/code')
  const elsewhere = await buy(app, seller.key, seller.id, {
    code: 'premium-month',
    currency: 'JPY',
  })
  t.equal(elsewhere.body.errors[0].pointer, '#/code')
  const foreign = await buy(app, other.key, seller.id, { code: 'premium-month' })
  t.equal(foreign.status, 404)
  const sandbox = await app.newKey({ mode: 'test', sellerId: seller.id })
  t.equal((await buy(app, sandbox.key, seller.id, { code: 'premium-month' })).status, 403)
})

t.test('a new price applies from its day on', async (t) => {
  const seller = await createSellerFor(app)
  await earn(app, seller.id, 100_00)
  const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'sellers:read'] })
  const validFrom = new Date(Date.now() + 86_400_000)
  const price = {
    code: 'promotion-day',
    fee: 'promotionFee',
    name: 'Promotion',
    currency: 'EUR',
    amountMinor: 700,
    validFrom: validFrom.toISOString(),
  }
  const add = (body: object, key = operator.key) =>
    app.request('POST', '/v1/charge-prices', { key, body })
  t.equal((await add(price)).status, 201)
  t.equal((await add(price, seller.key)).status, 403)
  t.equal((await add({ ...price, plan: 'premium' })).body.errors[0].pointer, '#/months')
  const paid = async () =>
    (await buy(app, seller.key, seller.id, { code: 'promotion-day' })).body.total.amountMinor
  t.equal(await paid(), 500)
  app.setNow(validFrom)
  t.equal(await paid(), 700)
  app.setNow(undefined)
  const listed = await app.request('GET', '/v1/charge-prices?limit=1', { key: seller.key })
  t.equal(listed.body.data[0].price.amountMinor, 700)
})

t.test('months are counted by the calendar', (t) => {
  const from = (text: string) => new Date(`${text}T08:00:00Z`)
  t.same(addMonths(from('2028-01-31'), 1), from('2028-02-29'))
  t.same(addMonths(from('2026-11-30'), 3), from('2027-02-28'))
  t.same(addMonths(from('2026-05-15'), 12), from('2027-05-15'))
  const seller = { plan: 'premium', plan_until: from('2026-03-10') } as const
  t.same(planAfter(seller, 'premium', 1, from('2026-03-01')), from('2026-04-10'))
  t.same(planAfter(seller, 'premium', 1, from('2026-03-11')), from('2026-04-11'))
  t.end()
})
