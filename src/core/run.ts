import type { Caller, Context } from './context.ts'
import { type Database, DatabaseUnavailable, refusalOfOutage, type Tx } from './database.ts'
import { ApiError, type Code } from './errors.ts'
import { fingerprintOf, normaliseKey } from './idempotency.ts'
import { type AtCommit, runOnce } from './once.ts'
import { type AnyOperation, isWrite } from './operation.ts'
import { assertDeclared, assertOutput } from './strict.ts'
import { validateInput } from './validate.ts'

/** What a door knows of one call beside its input. */
export interface Call {
  readonly requestId: string
  readonly idempotencyKey?: string | undefined
  readonly languages?: readonly string[]
  readonly body?: NodeJS.ReadableStream
  readonly contentType?: string
}

export interface Outcome {
  readonly status: number
  readonly output: unknown
  /** The reply's exact bytes where they were stored under an idempotency key. */
  readonly json: string | undefined
  readonly replayed: boolean
}

export interface RunnerOptions {
  readonly database: Database
  /** What time it is for a caller: test accounts may have travelled ahead. */
  readonly now?: (caller: Caller) => Date
  /** Tests and development: an output or an error code that the contract does not declare is a failure. */
  readonly strict?: boolean
  /** Called after a write has committed. */
  readonly afterWrite?: (operation: AnyOperation) => void
}

export type Run = (
  operation: AnyOperation,
  caller: Caller | null,
  input: Record<string, unknown>,
  call: Call,
) => Promise<Outcome>

const nobody: Caller = Object.freeze({
  keyId: '',
  accountId: '',
  accountName: '',
  mode: 'live',
  scopes: new Set<string>(),
  sellerId: null,
  isOperator: false,
})

/**
 * The one door to every operation: scope, validation, replay, transaction, handler, stored reply.
 * Throws `ApiError` for everything a client should know.
 */
export function createRunner(options: RunnerOptions): Run {
  const { database, now = () => new Date(), strict, afterWrite } = options
  return async function run(operation, caller, input, call) {
    const actor = authorise(operation, caller)
    validateInput(operation, input)
    const key = keyOf(operation, call)
    const contextOn = (db: Tx, atCommit?: AtCommit): Context =>
      Object.freeze({
        db,
        ...(atCommit ? { atCommit } : {}),
        database,
        caller: actor,
        now: now(actor),
        requestId: call.requestId,
        idempotencyKey: key,
        languages: call.languages ?? [],
        body: call.body,
        contentType: call.contentType,
      })
    try {
      const outcome = await perform(operation, actor, input, key, database, contextOn)
      if (afterWrite && isWrite(operation)) afterWrite(operation)
      if (strict) assertOutput(operation, outcome.output)
      return outcome
    } catch (error) {
      throw translate(error, operation, strict)
    }
  }
}

type ContextOn = (db: Tx, atCommit?: AtCommit) => Context

/** What operations with `ownTransactions` get as `db`: holding a connection for them would starve others. */
const noTx: Tx = {
  get sql(): never {
    throw new Error('this operation opens its own units of work: use context.database')
  },
  get orm(): never {
    throw new Error('this operation opens its own units of work: use context.database')
  },
}

function perform(
  operation: AnyOperation,
  caller: Caller,
  input: Record<string, unknown>,
  key: string | undefined,
  database: Database,
  contextOn: ContextOn,
): Promise<Outcome> {
  const status = operation.status ?? 200
  const fresh = (output: unknown): Outcome => ({ status, output, json: undefined, replayed: false })
  if (operation.ownTransactions) {
    return operation.handle(contextOn(noTx), input).then(fresh)
  }
  if (!isWrite(operation)) {
    return database.read(async (db) => fresh(await operation.handle(contextOn(db), input)), {
      mayBeStale: operation.reads !== undefined,
      isSearch: operation.reads === 'search',
      isBrief: operation.isBrief?.(input) ?? false,
    })
  }
  if (key === undefined) {
    return database.transaction(async (db) => fresh(await operation.handle(contextOn(db), input)))
  }
  const { name, writesAtCommit } = operation
  const fingerprint = fingerprintOf(name, input)
  const deed = { caller, key, operation: name, fingerprint, status, writesAtCommit }
  return runOnce(database, deed, (db, atCommit) => operation.handle(contextOn(db, atCommit), input))
}

function authorise(operation: AnyOperation, caller: Caller | null): Caller {
  if (operation.scope === null) return caller ?? nobody
  if (caller === null) {
    throw new ApiError(
      'unauthenticated',
      'Send an API key: `Authorization: Bearer ent_live_…` or `ent_test_…`.',
    )
  }
  if (!caller.scopes.has(operation.scope)) {
    throw new ApiError(
      'insufficient_scope',
      `The key lacks the scope ${operation.scope}: use a key that has it.`,
      { extra: { requiredScope: operation.scope } },
    )
  }
  return caller
}

function keyOf(operation: AnyOperation, call: Call): string | undefined {
  if (operation.idempotency === undefined) return undefined
  if (call.idempotencyKey !== undefined) return normaliseKey(call.idempotencyKey)
  if (operation.idempotency === 'accepted') return undefined
  throw new ApiError(
    'idempotency_key_required',
    'Send an Idempotency-Key header (over GraphQL the argument `idempotencyKey` serves, too), for example a UUID, and repeat it when you retry.',
  )
}

function translate(error: unknown, operation: AnyOperation, strict: boolean | undefined): unknown {
  if (error instanceof DatabaseUnavailable) return refusalOfOutage(error)
  if (error instanceof ApiError && strict)
    assertDeclared(operation, error.code, impliedCodes(operation))
  return error
}

/** Codes that follow from what the operation is: lists have cursors, keyed writes have key errors. */
export function impliedCodes(operation: AnyOperation): Code[] {
  const properties = (operation.input.properties ?? {}) as Record<string, unknown>
  const codes: Code[] = []
  if ('cursor' in properties) codes.push('invalid_cursor')
  if (operation.idempotency !== undefined) {
    codes.push('idempotency_key_invalid', 'idempotency_key_reused', 'idempotency_in_flight')
  }
  if (operation.idempotency === 'required') codes.push('idempotency_key_required')
  return codes
}
