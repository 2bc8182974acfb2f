import type { FastifyInstance } from 'fastify'
import type { Database } from '../core/database.ts'

export interface Readiness {
  readonly database: Database
  /** Turns true when the process was told to stop. */
  isDraining(): boolean
}

/** `/livez` (the process), `/readyz` (may it be sent traffic?): no key, no limit, no details. */
export function registerHealth(app: FastifyInstance, { database, isDraining }: Readiness): void {
  app.get('/livez', { logLevel: 'warn' }, async () => ({ status: 'ok' }))
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    try {
      await database.ping(1000)
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'databaseUnavailable' })
    }
  })
}
