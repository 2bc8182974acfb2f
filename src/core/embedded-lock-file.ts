import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { SetupError } from './setup-error.ts'

/** What a running server writes into `postmaster.pid`. */
export interface LockFile {
  readonly pid: number
  readonly socketFolder: string
  readonly isReady: boolean
}

const run = promisify(execFile)
const pathOf = (cluster: string) => join(cluster, 'postmaster.pid')

/** The lock of a data folder; undefined when no server claims it. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const lines = (await textOf(cluster)).split('\n')
  const pid = Number(lines[0])
  if (!(pid > 0)) return undefined
  return { pid, socketFolder: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' }
}

/** Whether a lock is held by the server of this very folder. */
export async function isHeld({ pid }: LockFile, cluster: string): Promise<boolean> {
  return isAlive(pid) && (await isServerOf(pid, cluster))
}

/**
 * A killed server's number may belong to another process by now, at which PostgreSQL would refuse to
 * start for ever. Puts this process's number into the lock instead: a parent's is no obstacle to
 * PostgreSQL, which still checks that nothing of the killed server is left.
 */
export async function disclaimReusedNumber(cluster: string): Promise<void> {
  // A name of the kernel's that vanishes with this process: one process at a time may rewrite.
  const guard = createServer().listen({ path: `\0entrepot ${cluster}` })
  try {
    await once(guard, 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return
    throw new SetupError(
      `${pathOf(cluster)} names a process that is no PostgreSQL: remove the file if no server ` +
        'runs on this folder',
      { cause: error },
    )
  }
  try {
    const lock = await readLockFile(cluster)
    if (!lock || !isAlive(lock.pid) || (await isServerOf(lock.pid, cluster))) return
    const text = await textOf(cluster)
    await writeFile(pathOf(cluster), text.replace(/^\d+/, String(process.pid)))
  } finally {
    guard.close()
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Stops a server: a fast shutdown that rolls open transactions back, then a hard one. */
export async function stopServer({ pid, socketFolder }: LockFile): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!isAlive(pid)) break
    process.kill(pid, signal)
    for (const endsAt = Date.now() + waitMs; isAlive(pid) && Date.now() < endsAt; ) await pause(5)
  }
  if (/entrepot-/.test(socketFolder)) await rm(socketFolder, { recursive: true, force: true })
}

async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
      stdout: '',
    }))
    return stdout.includes('postgres') && stdout.includes(cluster)
  }
  // A server works in its data folder; only its own user and root may know.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (folder !== undefined) return folder === cluster
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.includes(cluster)
}

async function textOf(cluster: string): Promise<string> {
  return readFile(pathOf(cluster), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}
