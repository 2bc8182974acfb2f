import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { isAlive, readLockFile } from '../../src/core/embedded-lock-file.ts'
import { type EmbeddedPostgres, startEmbedded } from '../../src/core/embedded-postgres.ts'
import { Lane } from '../../src/core/pool-lane.ts'
import { targetOf } from '../../src/core/pool-target.ts'
import { dataFolder } from '../support/durable-postgres.ts'

t.setTimeout(300_000)

async function ask(server: EmbeddedPostgres, query: string): Promise<unknown[]> {
  const lane = await Lane.open(targetOf(await server.url()), 5_000)
  try {
    return [...(await lane.tx.sql.unsafe(query))]
  } finally {
    await lane.close()
  }
}

async function postmaster(dataDir: string): Promise<number> {
  return (await readLockFile(join(dataDir, 'postgres')))?.pid ?? 0
}

// Starts a server from another process, which is then killed without a chance to stop it.
async function orphan(t: Test, dataDir: string): Promise<number> {
  const source = `
    const { startEmbedded } = await import('./src/core/embedded-postgres.ts')
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    console.log('started')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const pid = await postmaster(dataDir)
  t.ok(isAlive(pid), 'the server outlives the process that started it')
  return pid
}

t.test('is private, durable and keeps its data', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await startEmbedded({ dataDir })
  t.same(
    await ask(
      first,
      `select current_setting('listen_addresses') as addresses,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        lower('ÉÀ') as lower`,
    ),
    [{ addresses: '', fsync: 'on', commit: 'on', lower: 'éà' }],
  )
  await ask(first, `create table notes as select 'kept' as text`)
  const [, start, folder, name] = /^(.+@)([^/]+)\/(.+)$/.exec(await first.url()) ?? []
  const asLibpqDoes = { url: async () => `${start}localhost/${name}?host=${folder}` }
  t.same(await ask({ ...first, ...asLibpqDoes }, 'select text from notes'), [{ text: 'kept' }])
  const lock = await readLockFile(join(dataDir, 'postgres'))
  t.equal((await stat(join(dataDir, 'postgres'))).mode & 0o777, 0o700)
  t.equal((await stat(lock?.socketFolder ?? '')).mode & 0o777, 0o700)
  await first.close()
  t.notOk(isAlive(lock?.pid ?? 0), 'it stops with its only user')
  await t.rejects(stat(lock?.socketFolder ?? ''), { code: 'ENOENT' })
  const second = await startEmbedded({ dataDir })
  t.same(await ask(second, 'select text from notes'), [{ text: 'kept' }])
  await second.close()
})

t.test('adopts a server that a killed process left behind', async (t) => {
  const dataDir = await dataFolder(t)
  const pid = await orphan(t, dataDir)
  const server = await startEmbedded({ dataDir })
  t.equal(await postmaster(dataDir), pid)
  t.same(await ask(server, 'select 1 as one'), [{ one: 1 }])
  await server.close()
  t.notOk(isAlive(pid))
})

t.test('tells who shares the folder, and only the last one stops the server', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await startEmbedded({ dataDir })
  const said: object[] = []
  const second = await startEmbedded({ dataDir }, { info: (what) => said.push(what), warn() {} })
  t.same(said, [{ dataDir, others: [`entrepot ${process.pid}`] }])
  await first.close()
  t.same(await ask(second, 'select 1 as one'), [{ one: 1 }])
  const pid = await postmaster(dataDir)
  await second.close()
  t.notOk(isAlive(pid))
})

t.test('starts again when the server dies', async (t) => {
  const dataDir = await dataFolder(t)
  const server = await startEmbedded({ dataDir })
  await ask(server, `create table notes as select 'kept' as text`)
  const [one, two] = [await postmaster(dataDir), await server.url()]
  process.kill(one, 'SIGKILL')
  while (isAlive(one)) await new Promise((resolve) => setTimeout(resolve, 5))
  t.same(await Promise.all([server.url(), server.url()]), [two, two])
  t.same(await ask(server, 'select text from notes'), [{ text: 'kept' }])
  await server.close()
})

t.test('a lock whose number belongs to another program does not stop it', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await startEmbedded({ dataDir })
  const lockPath = join(dataDir, 'postgres', 'postmaster.pid')
  const lines = (await readFile(lockPath, 'utf8')).split('\n')
  await first.close()
  const stranger = spawn('sleep', ['60'])
  t.teardown(() => stranger.kill())
  await writeFile(lockPath, [stranger.pid, ...lines.slice(1)].join('\n'))
  const second = await startEmbedded({ dataDir })
  t.same(await ask(second, 'select 1 as one'), [{ one: 1 }])
  await second.close()
})

t.test('refuses the folder of another version and says what to do', async (t) => {
  const dataDir = await dataFolder(t)
  await (await startEmbedded({ dataDir })).close()
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '12\n')
  await t.rejects(startEmbedded({ dataDir }), { message: /made by PostgreSQL 12 .* DATA_DIR/s })
})

// Only root runs the server as somebody else.
const asRoot = { skip: process.getuid?.() === 0 ? false : 'needs root' }

t.test('keeps data below a folder that the server may not enter', asRoot, async (t) => {
  const closed = await dataFolder(t)
  await chmod(closed, 0o700)
  const dataDir = join(closed, 'data')
  const first = await startEmbedded({ dataDir, fast: true })
  const folder = await realpath(join(dataDir, 'postgres'))
  t.teardown(() => rm(folder, { recursive: true }))
  t.notOk(folder.startsWith(closed))
  await ask(first, `create table notes as select 'kept' as text`)
  await first.close()
  const second = await startEmbedded({ dataDir, fast: true })
  t.same(await ask(second, 'select text from notes'), [{ text: 'kept' }])
  await second.close()
})

t.test('lets the server pass through a folder of its own', asRoot, async (t) => {
  const dataDir = await dataFolder(t)
  await chmod(dataDir, 0o700)
  const server = await startEmbedded({ dataDir, fast: true })
  t.equal(await realpath(join(dataDir, 'postgres')), join(dataDir, 'postgres'))
  await server.close()
})

t.test('does not join a server that runs without durability', async (t) => {
  const dataDir = await dataFolder(t)
  const fast = await startEmbedded({ dataDir, fast: true })
  await t.rejects(startEmbedded({ dataDir }), { message: /without durability/ })
  await fast.close()
  const durable = await startEmbedded({ dataDir })
  t.same(await ask(durable, `select current_setting('fsync') as fsync`), [{ fsync: 'on' }])
  await durable.close()
})
