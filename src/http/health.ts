import type { FastifyInstance } from 'fastify'
import type { Database } from '../core/database.ts'
import { pendingMigrations } from '../core/migrate.ts'

export interface Readiness {
  readonly database: Database
  /** Turns true when the process was told to stop. */
  isDraining(): boolean
}

/** `/livez` (the process), `/readyz` (may it be sent traffic?): no key, no limit. */
export function registerHealth(app: FastifyInstance, { database, isDraining }: Readiness): void {
  const pending = pendingMigrations()
  app.get('/livez', { logLevel: 'warn' }, async () => ({ status: 'ok' }))
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    try {
      const migrations = (await database.ping(pending)) ?? []
      if (migrations.length === 0) return { status: 'ok' }
      return reply.code(503).send({ status: 'migrationsPending', migrations })
    } catch {
      return reply.code(503).send({ status: 'databaseUnavailable' })
    }
  })
}
