import type { Caller } from '../core/context.ts'
import { ApiError } from '../core/errors.ts'

/** Throws `forbidden` for a live key: the sandbox is reached by test keys alone. */
export function requireTestKey(caller: Caller): void {
  if (caller.mode !== 'test') {
    throw new ApiError('forbidden', 'The sandbox needs a test key (`ent_test_…`).')
  }
}
