import t from 'tap'
import { operations } from '../../src/contract/operations.ts'
import { newId } from '../../src/core/ids.ts'
import type { AnyOperation } from '../../src/core/operation.ts'
import type { Answer } from '../support/app.ts'
import { graphqlCallOf } from './graphql-call.ts'
import { type Dish, recipes } from './recipes.ts'
import { restCallOf, send } from './rest-call.ts'
import { rowMarks } from './row-marks.ts'
import { world } from './world.ts'

t.setTimeout(600_000)
const stage = await world(t)
const { test } = stage

/** These keep a key in ways of their own, which their own tests look at. */
const elsewhere = new Set(['createPayment', 'placeOrders'])
const declared = operations.filter((one) => one.idempotency && !elsewhere.has(one.name))

const ask = (operation: AnyOperation, { who, input }: Dish, key: string) =>
  send(test, who.key, restCallOf(operation, input, key))

/** Rows that every table gained while something was done. */
async function gainOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await rowMarks(test.database)
  await work()
  const after = await rowMarks(test.database)
  const rows = (mark = '0@') => Number.parseInt(mark, 10)
  const gains = Object.keys(after).map((name) => [name, rows(after[name]) - rows(before[name])])
  return Object.fromEntries(gains.filter(([, gain]) => gain !== 0))
}

function shown({ status, body }: Answer): string {
  return `${status} ${JSON.stringify(body).slice(0, 400)}`
}

t.test('there is a recipe for each operation that takes keys', async (t) => {
  t.strictSame(Object.keys(recipes).sort(), declared.map(({ name }) => name).sort())
})

for (const operation of declared) {
  t.test(`${operation.name} happens once under one key`, async (t) => {
    const cook = recipes[operation.name]!
    const dish = await cook(stage)
    const key = newId()
    let first: Answer | undefined
    const gain = await gainOf(async () => {
      first = await ask(operation, dish, key)
    })
    t.equal(first!.status, operation.status ?? 200, shown(first!))
    t.equal(first!.headers['idempotent-replayed'], undefined)

    const another = { ...(await cook(stage)), who: dish.who }
    const before = await rowMarks(test.database)
    const replay = await ask(operation, dish, key)
    t.equal(replay.status, first!.status)
    t.equal(JSON.stringify(replay.body), JSON.stringify(first!.body), 'the same bytes')
    t.equal(replay.headers['idempotent-replayed'], 'true')
    const quoted = await ask(operation, dish, `"${key}"`)
    t.equal(quoted.headers['idempotent-replayed'], 'true', 'as the draft standard writes it')
    const other = await ask(operation, another, key)
    t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } }, shown(other))
    const { query, variables } = graphqlCallOf(operation, dish.input, key)
    const overGraphql = await test.graphql(query, { key: dish.who.key, variables })
    t.equal(overGraphql.body.errors, undefined, 'the other door replays it too')
    t.strictSame(await rowMarks(test.database), before, 'and none of it wrote anything')

    const busy = await cook(stage)
    const together = newId()
    let answers: Answer[] = []
    const gained = await gainOf(async () => {
      answers = await Promise.all(Array.from({ length: 20 }, () => ask(operation, busy, together)))
    })
    t.strictSame(gained, gain, 'twenty at once have the effect of one')
    const done = answers.filter(({ body }) => body.code !== 'idempotency_in_flight')
    t.ok(done.length > 0)
    for (const answer of done) t.strictSame(answer.body, done[0]!.body)
    t.equal(done[0]!.status, operation.status ?? 200, shown(done[0]!))
    const fresh = done.filter(({ headers }) => headers['idempotent-replayed'] === undefined)
    t.equal(fresh.length, 1, 'one of them did it')
  })
}

t.test('a key belongs to its account and mode', async (t) => {
  const { wireId } = stage.goods
  const body = {
    lines: [{ variantId: wireId, quantity: 1 }],
    destination: { country: 'DE' },
  }
  const headers = { 'idempotency-key': 'the-same-for-all' }
  const made = new Set<string>()
  for (const { key } of [stage.buyer, stage.stranger, stage.developer]) {
    const answer = await test.request('POST', '/v1/quotes', { key, body, headers })
    t.equal(answer.status, 201)
    t.equal(answer.headers['idempotent-replayed'], undefined)
    made.add(answer.body.id)
  }
  t.equal(made.size, 3)
})

t.test('what is no key is refused, and none where one is needed', async (t) => {
  for (const operation of declared) {
    const dish = await recipes[operation.name]!(stage)
    const bad = await ask(operation, dish, 'with a space')
    t.match(bad, { status: 400, body: { code: 'idempotency_key_invalid' } }, operation.name)
    if (operation.idempotency !== 'required') continue
    const call = { ...restCallOf(operation, dish.input), headers: {} }
    const none = await send(test, dish.who.key, call)
    t.match(none, { status: 400, body: { code: 'idempotency_key_required' } }, operation.name)
  }
})

t.test('a refusal keeps no key: the same one serves when the reason is gone', async (t) => {
  const key = newId()
  const poor = await test.newKey()
  const body = {
    lines: [{ variantId: stage.goods.wireId, quantity: 1 }],
    destination: { country: 'XX' },
  }
  const headers = { 'idempotency-key': key }
  const refused = await test.request('POST', '/v1/quotes', { key: poor.key, body, headers })
  t.ok(refused.status >= 400)
  const mended = { ...body, destination: { country: 'DE' } }
  const answer = await test.request('POST', '/v1/quotes', { key: poor.key, body: mended, headers })
  t.equal(answer.status, 201, 'another body is no reuse of a key that was never kept')
})
