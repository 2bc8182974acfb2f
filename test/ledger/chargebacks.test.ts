import t from 'tap'
import { ids, newId } from '../../src/core/ids.ts'
import { jobs, reconcile } from '../../src/ledger/index.ts'
import { selectHeldByOrders } from '../../src/orders/index.ts'
import { testApp } from '../support/app.ts'
import { disputeEvent, paymentIntentEvent } from './stripe-shapes.ts'
import { balance, notify, pay, stripeStub } from './stripe-stub.ts'

const stub = await stripeStub(t)
const app = await testApp(t, { env: stub.env })
const operator = await app.newKey({ kind: 'operator', scopes: ['operator', 'wallets:write'] })

/** A wallet that 50.00 were paid into, of which some is gone. */
async function setUp(spentMinor = 0) {
  const { key, accountId } = await app.newKey()
  const { body } = await pay(app, key, { amountMinor: 5000, currency: 'EUR' })
  const intent = `pi_${newId()}`
  const paid = paymentIntentEvent('payment_intent.succeeded', body.id, 5000, 'eur', intent)
  t.equal((await notify(app, paid)).body.receipt, 'booked')
  if (spentMinor > 0) await book('withdrawals', accountId, spentMinor)
  return {
    key,
    accountId,
    paymentId: body.id as string,
    balance: () => balance(app, key),
    async tell(step: string, extra: { status?: string; id?: string } = {}): Promise<string> {
      const { id, ...shape } = extra
      const event = disputeEvent(`charge.dispute.${step}`, intent, 5000, shape)
      const answer = await notify(app, id === undefined ? event : { ...event, id })
      t.equal(answer.status, 200)
      return answer.body.receipt
    },
    async news() {
      const answer = await app.request('GET', '/v1/events?type=chargeback.*&limit=100', { key })
      return answer.body.data
    },
  }
}

async function book(path: string, accountId: string, amountMinor: number): Promise<void> {
  const answer = await app.request('POST', `/v1/wallets/${path}`, {
    key: operator.key,
    body: { accountId: ids.account.encode(accountId), amountMinor, currency: 'EUR' },
    headers: { 'idempotency-key': newId() },
  })
  t.equal(answer.status, 201)
}

/** What an account owes, from the ledger's entries. */
function owed(accountId: string): Promise<number> {
  return app.database.read(async ({ sql }) => {
    const [row] = await sql<{ owed: number }[]>`
      select coalesce(-sum(amount_minor), 0)::bigint as owed from ledger_entries
      where account = 'receivable' and owner_id = ${accountId}`
    return row!.owed
  })
}

const collect = () => jobs[0]!.run(app.database, new Date())

async function isBalanced(): Promise<boolean> {
  return (await reconcile(app.database, selectHeldByOrders)).isBalanced
}

t.test(
  'what a bank takes leaves the wallet once, and what it gives back returns once',
  async (t) => {
    const payer = await setUp()
    t.equal(await payer.tell('created'), 'booked')
    t.equal(await payer.balance(), 5000, 'a question moves nothing')
    t.equal(await payer.tell('funds_withdrawn'), 'booked')
    t.equal(await payer.balance(), 0)
    t.equal(await payer.tell('funds_withdrawn'), 'repeated')
    t.equal(await payer.tell('funds_withdrawn', { id: 'evt_withdrawn_again' }), 'ignored')
    t.equal(await payer.balance(), 0)
    t.equal(await payer.tell('closed', { status: 'won' }), 'booked')
    t.equal(await payer.tell('funds_reinstated', { status: 'won' }), 'booked')
    t.equal(await payer.tell('funds_reinstated', { id: 'evt_reinstated_again' }), 'ignored')
    t.equal(await payer.balance(), 5000)
    t.match(await payer.news(), [
      {
        type: 'chargeback.opened',
        data: {
          chargeback: {
            paymentId: payer.paymentId,
            status: 'open',
            reason: 'fraudulent',
            amount: { amountMinor: 5000, currency: 'EUR' },
            withdrawnAt: null,
          },
        },
      },
      { type: 'chargeback.withdrawn', data: { chargeback: { owed: { amountMinor: 0 } } } },
      { type: 'chargeback.won', data: { chargeback: { status: 'won' } } },
      { type: 'chargeback.reinstated' },
    ])
    t.ok(await isBalanced())
  },
)

t.test('a wallet that has spent it owes the rest and pays when it has money', async (t) => {
  const payer = await setUp(4200)
  await payer.tell('funds_withdrawn')
  t.equal(await payer.balance(), 0, 'a wallet never goes below zero')
  t.equal(await owed(payer.accountId), 4200)
  t.match(await payer.news(), [{ data: { chargeback: { owed: { amountMinor: 4200 } } } }])
  await collect()
  t.equal(await owed(payer.accountId), 4200, 'nothing to take')
  await book('top-ups', payer.accountId, 1000)
  t.equal(await collect(), 1)
  t.equal(await payer.balance(), 0)
  t.equal(await owed(payer.accountId), 3200)
  await book('top-ups', payer.accountId, 5000)
  t.equal(await collect(), 1)
  t.equal(await payer.balance(), 1800)
  t.equal(await owed(payer.accountId), 0)
  t.equal(await collect(), 0)
  t.equal(await payer.tell('closed', { status: 'lost' }), 'booked')
  const statement = await app.request(
    'GET',
    '/v1/statements?currency=EUR&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
    { key: payer.key },
  )
  t.match(
    statement.body.data.map(({ kind }: { kind: string }) => kind),
    ['topUp', 'withdrawal', 'chargeback', 'topUp', 'debtCollection', 'topUp', 'debtCollection'],
  )
  t.ok(await isBalanced())
})

t.test('money that comes back pays the debt first', async (t) => {
  const payer = await setUp(4200)
  await payer.tell('funds_withdrawn')
  await book('top-ups', payer.accountId, 200)
  await collect()
  await payer.tell('funds_reinstated', { status: 'won' })
  t.equal(await owed(payer.accountId), 0)
  t.equal(await payer.balance(), 1000, '50.00 back less the 40.00 still owed')
  t.ok(await isBalanced())
})

t.test('steps may be told in any order, at once and twice', async (t) => {
  const early = await setUp()
  t.equal(await early.tell('funds_reinstated', { status: 'won' }), 'booked')
  t.equal(await early.balance(), 5000, 'nothing was taken yet')
  t.equal(await early.tell('funds_withdrawn'), 'booked')
  t.equal(await early.balance(), 5000, 'both cancel out')
  t.equal(await early.tell('created'), 'ignored')

  const payer = await setUp()
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      payer.tell('funds_withdrawn', { id: `evt_${payer.paymentId}_${index % 3}` }),
    ),
  )
  t.equal(told.filter((receipt) => receipt === 'booked').length, 1)
  t.equal(await payer.balance(), 0)
  t.ok(await isBalanced())
})

t.test('claims about what was never paid here are not ours', async (t) => {
  const event = disputeEvent('charge.dispute.funds_withdrawn', 'pi_of_somebody_else', 5000)
  t.equal((await notify(app, event)).body.receipt, 'ignored')
  const payer = await setUp()
  t.equal(await payer.tell('updated'), 'ignored')
  t.equal(await payer.balance(), 5000)
})
