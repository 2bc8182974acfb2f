import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** What a running server writes into `postmaster.pid`. */
export interface LockFile {
  readonly pid: number
  readonly socketFolder: string
  readonly isReady: boolean
}

const run = promisify(execFile)

/** The lock of a data folder; undefined when no server claims it. */
export async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!(pid > 0)) return undefined
  return { pid, socketFolder: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' }
}

/** Removes the lock of a server that is certainly gone. */
export async function removeLockFile(cluster: string): Promise<void> {
  await rm(join(cluster, 'postmaster.pid'), { force: true })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is a PostgreSQL server rather than another one that was given its number. */
export async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return /postgres/.test(command.split('\0')[0] ?? '')
  }
  const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return /postgres/.test(stdout)
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
