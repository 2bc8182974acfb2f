import { join } from 'node:path'
import { serverAccount } from './embedded-account.ts'
import { findBinaries } from './embedded-binaries.ts'
import { ensureCluster, owner } from './embedded-cluster.ts'
import { isAlive, stopServer } from './embedded-lock-file.ts'
import { claim, leave, type Presence } from './embedded-presence.ts'
import { ensureRunning, type Server } from './embedded-server.ts'
import type { PoolLogger } from './pool.ts'
import { socketUrl } from './pool-target.ts'
import { SetupError } from './setup-error.ts'
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
const answerMs = 30_000

/**
 * Starts PostgreSQL on a folder, or joins the server that already runs on it: one that a killed
 * process left behind, or one that another process of this machine uses now.
 */
export async function startEmbedded(
  { dataDir, fast = false }: EmbeddedConfig,
  logger?: PoolLogger,
): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') {
    throw new SetupError(
      'The embedded database needs Unix sockets: set DATABASE_URL, or run in WSL',
    )
  }
  const account = serverAccount()
  const binaries = await findBinaries(account)
  const cluster = await ensureCluster(dataDir, binaries, account, fast)
  const log = join(dataDir, 'postgres.log')
  const server: Server = { cluster, binaries, account, fast, log, sockets: '' }
  let presence = await enter(server)
  if (presence.others.length > 0) {
    logger?.info({ dataDir, others: presence.others }, 'Sharing the embedded database')
  }
  await createDatabase(presence)
  presence.lane.unref()
  let entering: Promise<void> | undefined
  return {
    async url() {
      if (presence.lane.failure || !isAlive(presence.lock.pid)) {
        entering ??= enter(server).then((fresh) => {
          presence = fresh
          presence.lane.unref()
        })
        await entering.finally(() => {
          entering = undefined
        })
      }
      return urlOf(presence, database)
    },
    close: () => leave(presence),
  }
}

async function enter(server: Server): Promise<Presence> {
  const endsAt = Date.now() + answerMs
  for (;;) {
    const lock = await ensureRunning(server)
    const presence = await claim(lock)
    // A server that runs and answers nobody is of no use to anybody.
    if (!presence && Date.now() > endsAt) await stopServer(lock)
    if (!presence) continue
    if (presence.isDurable || server.fast) return presence
    await leave(presence)
    if (presence.others.length > 0) {
      throw new SetupError(
        `${presence.others.join(', ')} runs ${server.cluster} without durability, for tests: ` +
          'stop it first',
      )
    }
  }
}

async function createDatabase(presence: Presence): Promise<void> {
  const { sql } = presence.lane.tx
  const [existing] = await sql`select from pg_database where datname = ${database}`
  if (existing) return
  await sql.unsafe(`create database ${database}`).catch((error: unknown) => {
    // Another process was faster.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error
  })
}

function urlOf({ lock }: Presence, name: string): string {
  return socketUrl(lock.socketFolder, owner, name)
}
