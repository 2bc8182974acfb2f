import { type Database, DatabaseUnavailable } from './database.ts'

/**
 * Sends reads that may be a moment old to replicas in turn, and to the primary when a replica is
 * away. Writes and every other read stay on the primary: nothing is decided on a replica's answer.
 */
export function withReplicas(primary: Database, replicas: readonly Database[]): Database {
  if (replicas.length === 0) return primary
  let turn = 0
  return {
    ...primary,
    async read(work, options) {
      if (!options?.mayBeStale) return primary.read(work, options)
      const replica = replicas[turn++ % replicas.length]!
      try {
        return await replica.read(work, options)
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error
        return primary.read(work, options)
      }
    },
    async close() {
      await Promise.all([primary, ...replicas].map((database) => database.close()))
    },
  }
}
