import { randomUUID } from 'node:crypto'
import t from 'tap'
import Type from 'typebox'
import { encodeUuid } from '../../src/core/ids.ts'
import type { Mode } from '../../src/core/operation.ts'
import { defineEvent, emit, emitAll } from '../../src/events/index.ts'
import { testApp } from '../support/app.ts'

const Payload = Type.Object({ n: Type.Integer(), sellerId: Type.Optional(Type.String()) })
const happened = defineEvent({ type: 'thing.happened', summary: 'For tests.', payload: Payload })
const ended = defineEvent({ type: 'thing.ended', summary: 'For tests.', payload: Payload })
const other = defineEvent({ type: 'otherThing.ended', summary: 'For tests.', payload: Payload })

function emission(accountId: string, n: number, mode: Mode = 'live', subjectId = randomUUID()) {
  return { accountId, mode, subjectId, payload: { n } }
}

function numbers(body: { data: { data: { n: number } }[] }): number[] {
  return body.data.map((event) => event.data.n)
}

t.test('a log holds its own account’s events of its own mode, in order', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const mine = await newKey()
  const test = await newKey({ mode: 'test' })
  const theirs = await newKey()
  await database.transaction(async (db) => {
    await emitAll(
      db,
      happened,
      [1, 2, 3].map((n) => emission(mine.accountId, n)),
    )
    await emit(db, happened, emission(mine.accountId, 9, 'test'))
    await emit(db, happened, emission(theirs.accountId, 8))
  })
  const all = await request('GET', '/v1/events', { key: mine.key })
  t.equal(all.status, 200)
  t.same(numbers(all.body), [1, 2, 3])
  t.equal(all.body.nextCursor, null)
  t.same(numbers((await request('GET', '/v1/events', { key: theirs.key })).body), [8])
  t.same(numbers((await request('GET', '/v1/events', { key: test.key })).body), [])
  const [first] = all.body.data
  t.same((await request('GET', `/v1/events/${first.id}`, { key: mine.key })).body, first)
  const foreign = await request('GET', `/v1/events/${first.id}`, { key: theirs.key })
  t.equal(foreign.status, 404)
})

t.test('pages go on where they ended, and a log can be followed by sequence', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const { key, accountId } = await newKey()
  const write = (...list: number[]) =>
    database.transaction((db) =>
      emitAll(
        db,
        happened,
        list.map((n) => emission(accountId, n)),
      ),
    )
  await write(1, 2, 3)
  const first = await request('GET', '/v1/events?limit=2', { key })
  t.same(numbers(first.body), [1, 2])
  await write(4)
  const next = `/v1/events?limit=2&cursor=${first.body.nextCursor}`
  const second = await request('GET', next, { key })
  t.same(numbers(second.body), [3, 4])
  const last = second.body.data[1].sequence
  t.same(numbers((await request('GET', `/v1/events?afterSequence=${last}`, { key })).body), [])
  await write(5)
  t.same(numbers((await request('GET', `/v1/events?afterSequence=${last}`, { key })).body), [5])
  const moved = await request('GET', `${next}&type=thing.*`, { key })
  t.equal(moved.body.code, 'invalid_cursor')
})

t.test('filters choose types, subjects and times', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const { key, accountId } = await newKey()
  const subject = randomUUID()
  await database.transaction(async (db) => {
    await emit(db, happened, emission(accountId, 1, 'live', subject))
    await emit(db, ended, emission(accountId, 2, 'live', subject))
    await emit(db, other, emission(accountId, 3))
  })
  const ask = async (query: string) => (await request('GET', `/v1/events?${query}`, { key })).body
  t.same(numbers(await ask('type=thing.ended')), [2])
  t.same(numbers(await ask('type=thing.*')), [1, 2])
  t.same(numbers(await ask('type=thing.happened,otherThing.ended')), [1, 3])
  t.same(numbers(await ask('type=*')), [1, 2, 3])
  t.same(numbers(await ask(`subjectId=ord_${encodeUuid(subject)}`)), [1, 2])
  t.same(numbers(await ask(`since=${new Date(Date.now() + 60_000).toISOString()}`)), [])
  t.same(numbers(await ask(`since=${new Date(Date.now() - 60_000).toISOString()}`)), [1, 2, 3])
  const mistyped = await ask('type=thing.happend')
  t.equal(mistyped.code, 'invalid_request')
  t.same(mistyped.errors[0].pointer, '#/type/0')
  t.match(mistyped.errors[0].message, 'thing.happened', 'the refusal names what there is')
})

t.test('a reader never misses an event that was written earlier and committed later', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const { key, accountId } = await newKey()
  let commit = () => {}
  const held = new Promise<void>((resolve) => {
    commit = resolve
  })
  let isWritten = () => {}
  const written = new Promise<void>((resolve) => {
    isWritten = resolve
  })
  const slow = database.transaction(async (db) => {
    await emit(db, happened, emission(accountId, 1))
    isWritten()
    await held
  })
  await written
  await database.transaction((db) => emit(db, happened, emission(accountId, 2)))
  const before = await request('GET', '/v1/events', { key })
  t.same(numbers(before.body), [2], 'what is not committed is not seen')
  commit()
  await slow
  const seen = before.body.data[0].sequence
  const after = await request('GET', `/v1/events?afterSequence=${seen}`, { key })
  t.same(numbers(after.body), [1], 'and comes after what was seen before it')
})

t.test('a seller’s key reads only what names its seller', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const sellerId = randomUUID()
  const { key, accountId } = await newKey({ sellerId })
  const wire = `sel_${encodeUuid(sellerId)}`
  await database.transaction(async (db) => {
    await emit(db, happened, emission(accountId, 1))
    const named = { ...emission(accountId, 2), payload: { n: 2, sellerId: wire } }
    await emit(db, happened, named)
  })
  t.same(numbers((await request('GET', '/v1/events', { key })).body), [2])
})

t.test('many writers and readers at once: positions are unique and nothing is lost', async (t) => {
  const { request, newKey, database } = await testApp(t, { poolSize: 8 })
  const { key, accountId } = await newKey()
  const seen: number[] = []
  let last = 0
  const read = async () => {
    const { body } = await request('GET', `/v1/events?limit=100&afterSequence=${last}`, { key })
    for (const event of body.data) {
      t.ok(event.sequence > last, 'sequences grow')
      last = event.sequence
      seen.push(event.data.n)
    }
    return body.data.length
  }
  const writers = Array.from({ length: 40 }, (_, n) =>
    database.transaction((db) => emit(db, happened, emission(accountId, n))),
  )
  for (let i = 0; i < 10; i++) await read()
  await Promise.all(writers)
  while ((await read()) > 0);
  t.same(
    seen.toSorted((a, b) => a - b),
    Array.from({ length: 40 }, (_, n) => n),
  )
})
