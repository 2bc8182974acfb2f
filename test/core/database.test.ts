import t from 'tap'
import { DatabaseUnavailable } from '../../src/core/database.ts'
import { testDatabase } from '../support/database.ts'

t.test('values are the same through both faces', async (t) => {
  const database = await testDatabase(t)
  await database.read(async ({ sql, orm }) => {
    const query = `select 12::bigint as big, '2026-01-02T03:04:05.678Z'::timestamptz as moment,
      '2026-01-02'::date as day, '{a,b}'::text[] as list, '{"x":[1]}'::jsonb as json`
    const expected = {
      big: 12,
      moment: new Date('2026-01-02T03:04:05.678Z'),
      day: '2026-01-02',
      list: ['a', 'b'],
      json: { x: [1] },
    }
    t.same(await sql.unsafe(query), [expected])
    t.same(await orm.execute(query), [expected])
  })
})

t.test('a transaction is all or nothing', async (t) => {
  const database = await testDatabase(t)
  await database.transaction(({ sql }) => sql`create table notes (text text)`)
  const failing = database.transaction(async ({ sql }) => {
    await sql`insert into notes values ('lost')`
    throw new Error('changed my mind')
  })
  await t.rejects(failing, { message: 'changed my mind' })
  await database.transaction(({ sql }) => sql`insert into notes values ('kept')`)
  t.same(await database.read(({ sql }) => sql`select text from notes`), [{ text: 'kept' }])
})

t.test('a swallowed error does not pass for success', async (t) => {
  const database = await testDatabase(t)
  const swallowing = database.transaction(async ({ sql }) => {
    await sql`select 1 / 0`.catch(() => 'who cares')
  })
  await t.rejects(swallowing, { name: 'SwallowedError' })
})

t.test('waits for a connection end in DatabaseUnavailable', async (t) => {
  const database = await testDatabase(t, { poolSize: 1 })
  const slow = database.read(({ sql }) => sql`select pg_sleep(1.5)`)
  const refused = database.read(({ sql }) => sql`select 1`)
  await t.rejects(refused, new DatabaseUnavailable('poolExhausted'))
  await slow
})
