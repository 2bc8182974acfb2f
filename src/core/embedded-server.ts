import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, statSync } from 'node:fs'
import { chown, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'
import {
  disclaimReusedNumber,
  isAlive,
  isHeld,
  type LockFile,
  readLockFile,
} from './embedded-lock-file.ts'
import { SetupError } from './setup-error.ts'

export interface Server {
  readonly cluster: string
  readonly binaries: Binaries
  readonly account: Account | undefined
  readonly fast: boolean
  readonly log: string
  /** The folder of the socket: the same one as long as this process lives; empty before. */
  sockets: string
}

const startMs = 60_000

/** Joins the server that runs on the cluster or starts one; answers when it takes connections. */
export async function ensureRunning(server: Server): Promise<LockFile> {
  const endsAt = Date.now() + startMs
  for (;;) {
    const lock = await readLockFile(server.cluster)
    const isClaimed = lock !== undefined && (await isHeld(lock, server.cluster))
    if (isClaimed && lock.isReady) return lock
    if (Date.now() > endsAt)
      throw new SetupError(await lastWords(server, 'did not start in a minute'))
    if (!isClaimed) {
      if (lock && isAlive(lock.pid)) await disclaimReusedNumber(server.cluster)
      await launch(server)
    }
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
  if (!/lock file|still in use|being used/.test(words)) throw new SetupError(words)
  await pause(25)
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

const linuxOnly = [
  // Recovery after a crash syncs the file system once instead of opening every file.
  'recovery_init_sync_method=syncfs',
  // A statement whose client died lets go of its locks.
  'client_connection_check_interval=1s',
]

function settings(fast: boolean): string[] {
  const values = [
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=100',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    'max_wal_size=2GB',
    // Refused statements are the application's to report; their details hold people's data.
    'log_min_messages=log',
    'log_min_error_statement=panic',
    ...(process.platform === 'linux' ? linuxOnly : []),
    ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ]
  return values.flatMap((value) => ['-c', value])
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
