import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import { join } from 'node:path'
import { isAlive, readLockFile } from '../../src/core/embedded-lock-file.ts'
import { startEmbedded } from '../../src/core/embedded-postgres.ts'
import { Lane } from '../../src/core/pool-lane.ts'
import { targetOf } from '../../src/core/pool-target.ts'
import type { Test } from './database.ts'

/** A durable server of a test's own, to be killed and frozen at will; always at the same URL. */
export interface DurablePostgres {
  readonly url: string
  readonly dataDir: string
  /** Signals the postmaster: SIGKILL crashes it, SIGINT stops it. */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Kills the process of one connection, at which the server resets all the others. */
  crashConnection(): Promise<void>
  /** Stops every process of the server in its tracks, like a network that swallows everything. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Starts the server again when it is gone; answers when it takes connections. */
  restart(): Promise<void>
}

/** Starts a server with default, durable settings in a new folder; gone after the test. */
export async function durablePostgres(t: Test): Promise<DurablePostgres> {
  const dataDir = await dataFolder(t)
  const server = await startEmbedded({ dataDir })
  const url = await server.url()
  let frozen: number[] = []
  const postmaster = async () => {
    const lock = await readLockFile(join(dataDir, 'postgres'))
    if (!lock || !isAlive(lock.pid)) throw new Error('There is no server to send a signal to')
    return lock.pid
  }
  const thaw = async () => {
    for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT')
  }
  t.teardown(async () => {
    await thaw()
    await server.close()
  })
  return {
    url,
    dataDir,
    async signal(signal) {
      process.kill(await postmaster(), signal)
    },
    async crashConnection() {
      process.kill((await processes(url, 'client backend'))[0] ?? 0, 'SIGKILL')
    },
    async freeze() {
      frozen = [await postmaster(), ...(await processes(url))].filter(isAlive)
      for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    },
    thaw,
    async restart() {
      await server.url()
    },
  }
}

/** An empty folder for a server, removed after the test. */
export async function dataFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(os.tmpdir(), 'entrepot-durable-'))
  // As root the server runs as somebody else, who must be able to enter.
  await chmod(folder, 0o755)
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function processes(url: string, type?: string): Promise<number[]> {
  const lane = await Lane.open(targetOf(url), 5_000)
  const rows = await lane.tx.sql<{ pid: number }[]>`
    select pid from pg_stat_activity
    where pid <> pg_backend_pid() and backend_type = coalesce(${type ?? null}, backend_type)`
  await lane.close()
  return rows.map(({ pid }) => pid)
}
