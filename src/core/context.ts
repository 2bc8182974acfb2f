import type { Database, Tx } from './database.ts'
import type { AtCommit } from './once.ts'
import type { Mode } from './operation.ts'

/** Who calls: an API key or a short-lived token made from one. */
export interface Caller {
  readonly keyId: string
  readonly accountId: string
  readonly accountName: string
  readonly mode: Mode
  readonly scopes: ReadonlySet<string>
  /** Set for seller-scoped keys: they see and move only this seller's things. */
  readonly sellerId: string | null
  readonly isOperator: boolean
}

/** What one call of one operation gets. Frozen; never shared by two calls, not even of one HTTP request. */
export interface Context {
  readonly db: Tx
  /** For operations with `ownTransactions` only: each unit of work is theirs to open. */
  readonly database: Database
  readonly caller: Caller
  readonly now: Date
  readonly requestId: string
  readonly idempotencyKey: string | undefined
  /**
   * Leaves a step to the very end of a keyed write: it travels with the stored reply and COMMIT, so that
   * rows which many calls share are locked for the shortest time. The answer is made before it runs. It
   * must send one statement at once, without waiting for anything before it, and fail by failing it, which
   * turns COMMIT into a rollback. Absent elsewhere.
   */
  readonly atCommit?: AtCommit
  /** BCP 47 tags the client prefers, best first; empty where it said nothing. */
  readonly languages: readonly string[]
  /** The bytes of an upload, for operations that declare `upload`. */
  readonly body: NodeJS.ReadableStream | undefined
  readonly contentType: string | undefined
}
