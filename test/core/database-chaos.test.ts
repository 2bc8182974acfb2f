import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Database, DatabaseUnavailable, openDatabase } from '../../src/core/database.ts'
import { type DurablePostgres, durablePostgres } from '../support/durable-postgres.ts'

t.setTimeout(300_000)

const loops = 40

interface Tally {
  readonly done: string[]
  /** Refused with the promise that nothing was done. */
  readonly refused: string[]
  readonly surprises: unknown[]
  lastSuccessAt: number
}

// Every unit of work writes two rows of one name: half of it done would leave a single one.
async function write(database: Database, name: string, tally: Tally): Promise<void> {
  try {
    await database.transaction(async ({ sql }) => {
      await sql`insert into marks (name) values (${name})`
      await sql`insert into marks (name) values (${name})`
    })
    tally.done.push(name)
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) tally.surprises.push(error)
    else if (error.reason !== 'outcomeUnknown') tally.refused.push(name)
  }
}

async function read(database: Database, tally: Tally): Promise<void> {
  try {
    await database.read(({ sql }) => sql`select count(*) from marks`)
    tally.lastSuccessAt = Date.now()
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) tally.surprises.push(error)
  }
}

async function disturb(
  t: Test,
  disturbance: (server: DurablePostgres) => Promise<void>,
): Promise<void> {
  const server = await durablePostgres(t)
  const database = await openDatabase({
    databaseUrl: server.url,
    dataDir: '',
    statementTimeoutMs: 500,
    deadlineMs: 700,
  })
  t.teardown(() => database.close())
  await database.transaction(({ sql }) => sql`create table marks (name text)`)
  const tally: Tally = { done: [], refused: [], surprises: [], lastSuccessAt: 0 }
  let isOver = false
  const running = Array.from({ length: loops }, async (_, loop) => {
    for (let round = 0; !isOver; round += 1) {
      await write(database, `${loop}-${round}`, tally)
      await read(database, tally)
      await pause(5)
    }
  })
  await pause(300)
  await disturbance(server)
  const backAt = Date.now()
  while (tally.lastSuccessAt <= backAt + 200 && Date.now() < backAt + 5_000) await pause(10)
  isOver = true
  const hung = Promise.race([
    Promise.all(running).then(() => 0),
    pause(5_000, 'hung', { ref: false }),
  ])
  t.equal(await hung, 0, 'no loop hangs')
  t.same(tally.surprises, [], 'nothing but DatabaseUnavailable is thrown')
  t.ok(tally.lastSuccessAt > backAt, 'work resumes')
  await t.test('nothing is half done', (t) => settled(t, database, tally))
}

async function settled(t: Test, database: Database, tally: Tally): Promise<void> {
  const rows = await database.read(
    ({ sql }) => sql<{ name: string; times: number }[]>`
      select name, count(*) as times from marks group by name`,
  )
  const times = new Map(rows.map((row) => [row.name, row.times]))
  t.same(
    rows.filter((row) => row.times !== 2),
    [],
    'each unit is whole and done once',
  )
  t.same(
    tally.done.filter((name) => !times.has(name)),
    [],
    'what was acknowledged is there',
  )
  t.same(
    tally.refused.filter((name) => times.has(name)),
    [],
    'what was refused is not',
  )
}

t.test('the server is killed and started again', (t) =>
  disturb(t, async (server) => {
    await server.signal('SIGKILL')
    await pause(700)
    await server.restart()
  }),
)

t.test('the server is stopped and started again', (t) =>
  disturb(t, async (server) => {
    await server.signal('SIGINT')
    await pause(700)
    await server.restart()
  }),
)

t.test('one connection crashes and takes the others with it', (t) =>
  disturb(t, (server) => server.crashConnection()),
)

t.test('the server freezes for a while', (t) =>
  disturb(t, async (server) => {
    await server.freeze()
    await pause(1_500)
    await server.thaw()
  }),
)
