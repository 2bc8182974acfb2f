import t, { type Test } from 'tap'
import type { Database, Tx } from '../../src/core/database.ts'
import { testDatabase } from '../support/database.ts'

const alone = { isSearch: true }
const brief = { isSearch: true, isBrief: true }
const exhausted = { name: 'DatabaseUnavailable', reason: 'poolExhausted' }
const one = ({ sql }: Tx) => sql`select pg_backend_pid() as pid`
const sleep =
  (seconds: number) =>
  ({ sql }: Tx) =>
    sql`select pg_backend_pid() as pid, pg_sleep(${seconds})`

/** A database with a single connection for searches, open already, that nobody waits long for. */
async function narrow(t: Test, poolWaitMs = 50): Promise<Database> {
  const database = await testDatabase(t, { poolSize: 1, poolWaitMs })
  await database.read(one, brief)
  return database
}

t.test('a brief search waits behind another on its connection, a third for a place', async (t) => {
  const database = await narrow(t)
  const first = database.read(sleep(0.3), brief)
  const second = database.read(one, brief)
  await t.rejects(database.read(one, brief), exhausted)
  const [[slow], [soon]] = await Promise.all([first, second])
  t.equal(soon!.pid, slow!.pid)
  t.equal((await database.read(one, brief))[0]!.pid, slow!.pid, 'which goes on')
})

t.test('who must be alone gets a connection alone, in turn', async (t) => {
  const hasty = await narrow(t)
  const first = hasty.read(sleep(0.2), brief)
  await t.rejects(hasty.read(one, alone), exhausted, 'behind nobody')
  await first
  const long = hasty.read(sleep(0.2), alone)
  await t.rejects(hasty.read(one, brief), exhausted, 'and nobody behind it')
  await long

  const patient = await narrow(t, 5_000)
  const order: string[] = []
  const run = (name: string, options: object, seconds: number) =>
    patient.read(sleep(seconds), options).then(() => order.push(name))
  await Promise.all([
    run('brief', brief, 0.1),
    run('alone', alone, 0),
    run('behind', brief, 0),
    run('last', brief, 0),
  ])
  t.same(order, ['brief', 'alone', 'behind', 'last'])
})

t.test('where such searches take long, none waits behind another', async (t) => {
  const database = await narrow(t)
  await database.read(sleep(0.3), brief)
  const slow = database.read(sleep(0.2), brief)
  await t.rejects(database.read(one, brief), exhausted)
  await slow
  for (let n = 0; n < 40; n += 1) await database.read(one, brief)
  const [[before], [behind]] = await Promise.all([
    database.read(sleep(0.1), brief),
    database.read(one, brief),
  ])
  t.equal(behind!.pid, before!.pid, 'until they are brief again')
})

t.test('what goes wrong with one does not befall the other', async (t) => {
  const database = await narrow(t, 5_000)
  const failing = database.read(({ sql }) => sql`select 1 / 0, pg_sleep(0.1)`, brief)
  const fine = database.read(one, brief)
  await t.rejects(failing, { code: '22012' })
  t.equal((await fine).length, 1)

  const [before] = await database.read(one, brief)
  const late = database.read(sleep(3), { ...brief, deadlineMs: 200 })
  const behind = database.read(one, brief)
  await t.rejects(late, { name: 'DatabaseUnavailable', reason: 'deadline' })
  const [after] = await behind
  t.not(after!.pid, before!.pid, 'the connection is gone, and it was asked again on another')
})
