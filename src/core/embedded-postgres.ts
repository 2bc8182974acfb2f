import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, serverAccount } from './embedded-account.ts'
import { type Binaries, findBinaries } from './embedded-binaries.ts'
import { ensureCluster, owner } from './embedded-cluster.ts'
import {
  isAlive,
  isPostgres,
  type LockFile,
  readLockFile,
  removeLockFile,
  stopServer,
} from './embedded-lock-file.ts'
import type { PoolLogger } from './pool.ts'
import { Lane } from './pool-lane.ts'
import { processName, socketUrl, targetOf } from './pool-target.ts'
import { codeOf } from './unavailable.ts'

export interface EmbeddedConfig {
  readonly dataDir: string
  /** Gives durability up for speed. For tests. */
  readonly fast?: boolean | undefined
}

export interface EmbeddedPostgres {
  /** Where to connect; starts the server again when it died. */
  url(): Promise<string>
  /** Stops the server unless another process uses it too. */
  close(): Promise<void>
}

const database = 'entrepot'
const startMs = 60_000

/**
 * Starts PostgreSQL on a folder, or joins the server that already runs on it: one that a killed
 * process left behind, or one that another process of this machine uses now.
 */
export async function startEmbedded(
  { dataDir, fast = false }: EmbeddedConfig,
  logger?: PoolLogger,
): Promise<EmbeddedPostgres> {
  const account = serverAccount()
  const binaries = await findBinaries(account)
  const cluster = await ensureCluster(dataDir, binaries, account, fast)
  const log = join(dataDir, 'postgres.log')
  const server = { cluster, binaries, account, fast, log, logger, sockets: '' }
  let starting: Promise<LockFile> | undefined
  const ensure = () => {
    starting ??= ensureRunning(server).finally(() => {
      starting = undefined
    })
    return starting
  }
  await ensureDatabase(await ensure())
  return {
    url: async () => urlOf(await ensure(), database),
    close: () => closeServer(cluster),
  }
}

interface Server {
  readonly cluster: string
  readonly binaries: Binaries
  readonly account: Account | undefined
  readonly fast: boolean
  readonly log: string
  readonly logger: PoolLogger | undefined
  /** The folder of the socket: the same one as long as this process lives. */
  sockets: string
}

async function ensureRunning(server: Server): Promise<LockFile> {
  const endsAt = Date.now() + startMs
  for (;;) {
    const lock = await readLockFile(server.cluster)
    if (lock?.isReady && isAlive(lock.pid) && (await isPostgres(lock.pid))) return lock
    if (Date.now() > endsAt) throw new Error(await lastWords(server, 'did not start in a minute'))
    if (!lock || !isAlive(lock.pid)) await launch(server)
    else if (!(await isPostgres(lock.pid))) await removeLockFile(server.cluster)
    await pause(10)
  }
}

async function launch(server: Server): Promise<void> {
  const { binaries, cluster, account } = server
  const sockets = await emptySocketFolder(server)
  const log = openSync(server.log, isOver10Mb(server.log) ? 'w' : 'a')
  const child = spawn(binaries.postgres, ['-D', cluster, '-k', sockets, ...settings(server.fast)], {
    ...account,
    cwd: '/',
    // A terminal's Ctrl-C is for the application, which then stops the server itself.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, LC_MESSAGES: 'C' },
  })
  closeSync(log)
  child.unref()
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve).once('error', reject)
  })
  const ended = await untilReady(server, child, exit)
  if (ended === 'ready') return
  const words = await lastWords(server, `ended with code ${ended}`)
  // Another process was faster, or a killed server's children are not gone yet: look again.
  if (!/lock file|still in use|being used/.test(words)) throw new Error(words)
  await pause(100)
}

async function untilReady(
  { cluster }: Server,
  child: ChildProcess,
  exit: Promise<number | null>,
): Promise<'ready' | number | null> {
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const lock = await readLockFile(cluster)
    if (lock?.pid === child.pid && lock.isReady) return 'ready'
    await pause(5)
  }
  return exit
}

async function emptySocketFolder(server: Server): Promise<string> {
  // A killed server leaves its socket behind, and a lock with a number that may be in use again.
  if (server.sockets) {
    await rm(server.sockets, { recursive: true, force: true })
    await mkdir(server.sockets, { mode: 0o700 })
  } else server.sockets = await mkdtemp(join(shortFolder(), 'entrepot-'))
  if (server.account) await chown(server.sockets, server.account.uid, server.account.gid)
  return server.sockets
}

function settings(fast: boolean): string[] {
  const values = [
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=80',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    'max_wal_size=2GB',
    'log_min_error_statement=panic',
    ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ]
  return values.flatMap((value) => ['-c', value])
}

async function ensureDatabase(lock: LockFile): Promise<void> {
  try {
    const lane = await Lane.open(targetOf(urlOf(lock, database)), 5_000)
    await lane.close()
  } catch (error) {
    if (codeOf(error) !== '3D000') throw error
    const lane = await Lane.open(targetOf(urlOf(lock, 'postgres')), 5_000)
    await lane.tx.sql.unsafe(`create database ${database}`).catch((failure: unknown) => {
      if (codeOf(failure) !== '42P04' && codeOf(failure) !== '23505') throw failure
    })
    await lane.close()
  }
}

async function closeServer(cluster: string): Promise<void> {
  const lock = await readLockFile(cluster)
  if (!lock || !isAlive(lock.pid)) return
  const lane = await Lane.open(targetOf(urlOf(lock, 'postgres')), 2_000)
  const [row] = await lane.tx.sql<{ others: number }[]>`
    select count(*) as others from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid()
      and application_name <> ${processName}`
  await lane.close()
  if (row?.others === 0) await stopServer(lock)
}

function urlOf(lock: LockFile, name: string): string {
  return socketUrl(lock.socketFolder, owner, name)
}

// A socket's whole path must stay under 104 bytes, which a deep TMPDIR would exceed.
function shortFolder(): string {
  const folder = os.tmpdir()
  return folder.length <= 60 ? folder : '/tmp'
}

function isOver10Mb(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 10 * 2 ** 20
}

async function lastWords(server: Server, what: string): Promise<string> {
  const words = (await readFile(server.log, 'utf8')).trim().split('\n').slice(-5).join('\n')
  return `The embedded PostgreSQL ${what} (${server.log}):\n${words}`
}
