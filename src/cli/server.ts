import { flushCompileCache } from 'node:module'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { links, operations } from '../contract/operations.ts'
import type { Config } from '../core/config.ts'
import { type Database, openDatabase } from '../core/database.ts'
import { letHeapGrow } from '../core/heap-growth.ts'
import { migrate } from '../core/migrate.ts'
import { withReplicas } from '../core/replicas.ts'
import { registerGraphql } from '../graphql/index.ts'
import { createApp } from '../http/app.ts'
import { loggerOf } from '../http/logger.ts'
import { warmUp } from '../search/index.ts'
import { CommandError } from './report.ts'
import { startWorker } from './worker-loop.ts'

export interface Server {
  readonly app: FastifyInstance
  readonly database: Database
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string
  /** Drains for `drainMs`, then finishes what was accepted and closes everything. */
  stop(drainMs?: number): Promise<void>
}

export interface ServerOptions {
  /** False leaves due work to separate worker processes. */
  readonly worker?: boolean
}

/** Opens the database, migrates, listens and (unless told otherwise) works off what comes due. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  letHeapGrow()
  const database = await openWithReplicas(config)
  try {
    return await serveOn(database, config, options)
  } catch (error) {
    // An open database would keep the process alive that could not start.
    await database.close()
    throw error
  }
}

async function serveOn(
  database: Database,
  config: Config,
  { worker: hasWorker }: ServerOptions,
): Promise<Server> {
  await migrate(database)
  let isDraining = false
  const app = await createApp({
    config,
    database,
    isDraining: () => isDraining,
    graphql: (instance, doors) => registerGraphql(instance, operations, links, doors),
  })
  // Searches are a part of what is served: the rest must not wait for a catalogue that is slow to read.
  await warmUp(database).catch((err) => app.log.warn({ err }, 'The first searches will be slow'))
  const metrics = await openMetrics(app, config)
  const url = await listen(app, config)
  // A server that is killed rather than stopped would leave nothing for its next start.
  flushCompileCache()
  const worker = hasWorker === false ? undefined : startWorker(database, app.log)
  return {
    app,
    database,
    url,
    async stop(drainMs = config.drainMs) {
      isDraining = true
      const working = worker?.stop(drainMs)
      // Keep-alive clients are told to leave while everything is still answered.
      await pause(drainMs)
      await app.close()
      await metrics?.close()
      await working
      await database.close()
    },
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    await app.close()
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new CommandError(`Port ${port} is in use: stop what listens there, or set PORT.`)
  }
}

async function openWithReplicas(config: Config): Promise<Database> {
  const log = loggerOf(config)
  const primary = await openDatabase(config, log)
  const replicas = await Promise.all(
    config.replicaUrls.map((databaseUrl) => openDatabase({ ...config, databaseUrl }, log)),
  )
  return withReplicas(primary, replicas)
}

/** Loaded only where it is configured. */
async function openMetrics(app: FastifyInstance, config: Config) {
  if (config.operatorPort === undefined) return undefined
  const { startMetrics } = await import('../http/metrics.ts')
  return startMetrics(app, { host: config.host, port: config.operatorPort })
}
