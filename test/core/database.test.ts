import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { eq, sql as select } from 'drizzle-orm'
import { bigint, date, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import t, { type Test } from 'tap'
import { type Database, openDatabase, savepoint } from '../../src/core/database.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

t.setTimeout(300_000)

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

async function notes(t: Test, options?: Parameters<typeof testDatabase>[1]): Promise<TestDatabase> {
  const database = await testDatabase(t, options)
  await database.transaction(
    ({ sql }) => sql`create table notes (id integer primary key, text text not null)`,
  )
  await database.transaction(({ sql }) => sql`insert into notes values (1, 'one'), (2, 'two')`)
  return database
}

function texts(database: Database): Promise<string[]> {
  return database.read(async ({ sql }) => {
    const rows = await sql<{ text: string }[]>`select text from notes order by id`
    return rows.map(({ text }) => text)
  })
}

t.test('waits for a connection end in DatabaseUnavailable', async (t) => {
  const database = await testDatabase(t, { poolSize: 1, poolWaitMs: 50 })
  const slow = database.read(({ sql }) => sql`select pg_sleep(0.3)`)
  await t.rejects(
    database.read(({ sql }) => sql`select 1`),
    { name: 'DatabaseUnavailable', reason: 'poolExhausted', retryAfterSeconds: 1 },
  )
  await slow
  t.same(await database.read(({ sql }) => sql`select 1 as one`), [{ one: 1 }])
})

t.test('work past its deadline is given up and rolled back', async (t) => {
  const database = await notes(t)
  const stuck = database.transaction(
    async ({ sql }) => {
      await sql`update notes set text = 'changed' where id = 1`
      await new Promise(() => {})
    },
    { deadlineMs: 100 },
  )
  await t.rejects(stuck, { name: 'DatabaseUnavailable', reason: 'deadline' })
  await database.transaction(({ sql }) => sql`update notes set text = 'uno' where id = 1`)
  t.same(await texts(database), ['uno', 'two'])
})

t.test('work that goes on after its deadline can change nothing', async (t) => {
  const database = await notes(t)
  const gate = Promise.withResolvers<void>()
  const late = Promise.withResolvers<unknown>()
  const given = database.transaction(
    async ({ sql }) => {
      await sql`update notes set text = 'changed' where id = 1`
      await gate.promise
      late.resolve(await sql`update notes set text = 'changed'`.catch((error: unknown) => error))
    },
    { deadlineMs: 100 },
  )
  await t.rejects(given, { name: 'DatabaseUnavailable', reason: 'deadline' })
  gate.resolve()
  t.type(await late.promise, Error)
  t.same(await texts(database), ['one', 'two'])
})

t.test('a statement past its timeout is refused for now', async (t) => {
  const database = await testDatabase(t, { statementTimeoutMs: 50 })
  const slow = (options?: { deadlineMs: number }) =>
    database.transaction(({ sql }) => sql`select pg_sleep(0.1)`, options)
  await t.rejects(slow(), { name: 'DatabaseUnavailable', reason: 'statementTimeout' })
  await t.resolves(slow({ deadlineMs: 60_000 }), 'work with a long deadline has long statements')
  await t.rejects(slow(), { name: 'DatabaseUnavailable' }, 'which does not outlast it')
})

t.test('a row locked for too long is refused for now', async (t) => {
  const database = await notes(t, { lockTimeoutMs: 50 })
  await database.transaction(async ({ sql }) => {
    await sql`select from notes where id = 1 for update`
    const blocked = database.transaction(({ sql }) => sql`delete from notes where id = 1`)
    await t.rejects(blocked, { name: 'DatabaseUnavailable', reason: 'lockTimeout' })
  })
})

t.test('a deadlock is resolved by running its victim again', async (t) => {
  const database = await notes(t, { lockTimeoutMs: 5_000 })
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let runs = 0
  const cross = (
    ids: [number, number],
    mine: PromiseWithResolvers<void>,
    other: PromiseWithResolvers<void>,
  ) =>
    database.transaction(
      async ({ sql }) => {
        runs += 1
        await sql`update notes set text = text || '!' where id = ${ids[0]}`
        mine.resolve()
        await other.promise
        await sql`update notes set text = text || '!' where id = ${ids[1]}`
      },
      { deadlineMs: 20_000 },
    )
  await Promise.all([cross([1, 2], first, second), cross([2, 1], second, first)])
  t.equal(runs, 3)
  t.same(await texts(database), ['one!!', 'two!!'])
})

t.test('serializable transactions that conflict are run again', async (t) => {
  const database = await notes(t)
  const isolation = 'serializable'
  const append = () =>
    database.transaction(
      async ({ sql }) => {
        const [row] = await sql<{ text: string }[]>`select text from notes where id = 1`
        await sql`update notes set text = ${`${row?.text}!`} where id = 1`
      },
      { isolation },
    )
  await Promise.all([append(), append(), append()])
  t.same(await texts(database), ['one!!!', 'two'])
})

t.test('a transaction whose connection is lost is run again, unless COMMIT was sent', async (t) => {
  const database = await notes(t)
  let runs = 0
  await database.transaction(async ({ sql }) => {
    runs += 1
    await sql`update notes set text = text || '!' where id = 1`
    if (runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`
  })
  t.same(await texts(database), ['one!', 'two'])
  await database.transaction(({ sql }) =>
    sql.unsafe(`
      create function cut() returns trigger language plpgsql as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
      create constraint trigger cut after delete on notes initially deferred
        for each row execute function cut()`),
  )
  const cut = database.transaction(({ sql }) => sql`delete from notes where id = 2`)
  await t.rejects(cut, { name: 'DatabaseUnavailable', reason: 'outcomeUnknown' })
  t.same(await texts(database), ['one!', 'two'])
})

t.test('statements that are not awaited one by one keep their order', async (t) => {
  const database = await notes(t)
  const [one, two] = await database.transaction(({ sql }) =>
    Promise.all([
      sql`update notes set text = 'uno' where id = 1 returning text`,
      sql`select text from notes where id = 1`,
    ]),
  )
  t.same([...one, ...two], [{ text: 'uno' }, { text: 'uno' }])
})

t.test('a savepoint undoes a part and leaves the rest', async (t) => {
  const database = await notes(t)
  await database.transaction(async (db) => {
    await db.sql`update notes set text = 'uno' where id = 1`
    await t.rejects(
      savepoint(db, async () => {
        await db.sql`update notes set text = 'dos' where id = 2`
        await db.sql`insert into notes values (1, 'again')`
      }),
      { code: '23505' },
    )
    t.equal(await savepoint(db, async () => 'kept'), 'kept')
  })
  t.same(await texts(database), ['uno', 'two'])
})

t.test('tells every listener, and when it had to listen anew', async (t) => {
  const database = await testDatabase(t)
  const heard: string[] = []
  const again = Promise.withResolvers<void>()
  const message = Promise.withResolvers<void>()
  const stop = await database.listen(
    'news',
    (text) => {
      heard.push(text)
      message.resolve()
    },
    (state) => {
      heard.push(state)
      if (heard.length === 3) again.resolve()
    },
  )
  await database.read(
    ({ sql }) => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`,
  )
  await again.promise
  await database.transaction(({ sql }) => sql`select pg_notify('news', 'hello')`)
  await message.promise
  await stop()
  t.same(heard, ['listening', 'lost', 'listening', 'hello'])
})

t.test('drizzle reads and writes the same values', async (t) => {
  const things = pgTable('things', {
    id: uuid().primaryKey(),
    madeAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    bornOn: date(),
    priceMinor: bigint({ mode: 'number' }).notNull(),
    tagList: text().array().notNull(),
    details: jsonb().notNull(),
  })
  const row = {
    id: '018f0000-0000-7000-8000-000000000000',
    madeAt: new Date('2026-01-02T03:04:05.678Z'),
    bornOn: '2026-01-02',
    priceMinor: 9_007_199_254_740_991,
    tagList: ['a,b', '"c"'],
    details: { text: "it's", list: [1, null], nested: '{"not":"parsed"}' },
  }
  const database = await testDatabase(t)
  await database.transaction(async ({ sql, orm }) => {
    await sql`create table things (id uuid primary key, made_at timestamptz(3), born_on date,
      price_minor bigint, tag_list text[], details jsonb)`
    await orm.insert(things).values(row)
    t.same(await orm.select().from(things).where(eq(things.madeAt, row.madeAt)), [row])
    await sql`delete from things`
    await sql`insert into things values (${row.id}, ${row.madeAt}, ${row.bornOn},
      ${row.priceMinor}, ${row.tagList}, ${sql.json(row.details)})`
    t.same(await orm.select().from(things), [row])
  })
})

t.test('arrays survive the journey through raw SQL', async (t) => {
  const database = await testDatabase(t)
  const texts = ['plain', 'a,b', '"quoted"', 'back\\slash', '{}', '', 'NULL', null]
  const moments = [new Date('2026-01-02T03:04:05.678Z')]
  const rows = await database.read(
    ({ sql }) => sql`
      select ${texts}::text[] as texts, ${[1, null, 3]}::bigint[] as numbers,
        ${sql.array(moments, 1184)} as moments, ${sql.array([true, false], 16)} as flags,
        ${[]}::uuid[] as nothing, array[[1, 2], [3, 4]] as nested`,
  )
  t.same(rows, [
    {
      texts,
      numbers: [1, null, 3],
      moments,
      flags: [true, false],
      nothing: [],
      nested: [
        [1, 2],
        [3, 4],
      ],
    },
  ])
})

t.test('a bigint that JavaScript cannot hold is an error, not another number', async (t) => {
  const database = await testDatabase(t)
  const huge = database.read(({ sql }) => sql`select 9007199254740993::bigint`)
  await t.rejects(huge, { name: 'RangeError' })
  t.same(await database.read(({ sql }) => sql`select 1 as one`), [{ one: 1 }])
})

t.test('a server that is away is passed over for the next one in the URL', async (t) => {
  const hosts: string[] = []
  const servers = [createServer(), createServer()]
  for (const server of servers) {
    server.on('connection', (socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    hosts.push(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
  const reached = new Promise((resolve) => servers[1]?.once('connection', resolve))
  servers[0]?.close()
  const databaseUrl = `postgres://nobody@${hosts.join(',')}/nothing`
  const opening = openDatabase({ databaseUrl, dataDir: '', patienceMs: 0 })
  await Promise.all([t.rejects(opening), reached])
  servers[1]?.close()
})

t.test(
  'a server that allows fewer connections than the pool wants loses none of them',
  async (t) => {
    const test = await testDatabase(t)
    const role = `entrepot_limited_${randomBytes(4).toString('hex')}`
    await test.transaction(({ sql }) =>
      sql.unsafe(`create role ${role} login password 'secret' connection limit 2`),
    )
    const databaseUrl = test.url.replace(/\/\/[^@]*@/, `//${role}:secret@`)
    const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 6 })
    const reads = Array.from({ length: 12 }, (_, index) =>
      database.read(
        async ({ sql }) => (await sql`select ${index}::int as n, pg_sleep(0.05)`)[0]?.n,
      ),
    )
    t.same(await Promise.all(reads), Array.from(reads.keys()))
    await database.close()
    await test.transaction(({ sql }) => sql.unsafe(`drop role ${role}`))
  },
)

t.test('statements are prepared unless the URL says otherwise', async (t) => {
  const { url } = await testDatabase(t)
  const prepared = async (databaseUrl: string) => {
    const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 1 })
    const texts = await database.read(async ({ sql, orm }) => {
      await sql`select ${1}::int as raw`
      await orm.execute(select`select ${1}::int as built`)
      const rows = await sql<{ statement: string }[]>`select statement from pg_prepared_statements`
      return rows.map(({ statement }) => statement).filter((text) => text.includes('::int as'))
    })
    await database.close()
    return texts
  }
  t.equal((await prepared(url)).length, 2)
  t.equal((await prepared(`${url}?prepare=false`)).length, 0)
})

t.test('a closed database says so', async (t) => {
  const { url } = await testDatabase(t)
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  await database.close()
  await t.rejects(
    database.ping(async () => {}),
    { name: 'DatabaseUnavailable', reason: 'closed' },
  )
})

t.test('work that fails in the middle of a COPY leaves no connection behind in it', async (t) => {
  const database = await notes(t, { poolSize: 1 })
  const failing = database.transaction(async ({ sql }) => {
    const stream = await sql`copy notes from stdin`.writable()
    stream.on('error', () => {})
    stream.write('3\tthree\n')
    throw new Error('changed my mind')
  })
  await t.rejects(failing, { message: 'changed my mind' })
  t.same(await texts(database), ['one', 'two'])
})

t.test('says which setting is wrong when the server cannot be reached at first', async (t) => {
  const { url } = await testDatabase(t)
  const open = (databaseUrl: string) => openDatabase({ databaseUrl, dataDir: '', patienceMs: 200 })
  const nobody = 'postgres://nobody@127.0.0.1:9/nothing'
  await t.rejects(open(nobody), { message: /DATABASE_URL .*127\.0\.0\.1:9.*ECONNREFUSED/s })
  const missing = open(url.replace(/[^/]+$/, 'no_such_database'))
  await t.rejects(missing, { message: /DATABASE_URL .*"no_such_database" does not exist/s })
})
