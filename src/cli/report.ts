import { ConfigError } from '../core/config.ts'
import { DatabaseUnavailable } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { SetupError } from '../core/setup-error.ts'

/** Ends a command that failed: one sentence for what a person can mend, the stack for our own faults. */
export function reportFailure(error: unknown): void {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof SetupError ||
    error instanceof DatabaseUnavailable ||
    error instanceof ApiError ||
    error instanceof CommandError
  const message = error instanceof Error ? error.message : String(error)
  console.error(isExpected ? message : error)
  if (error instanceof ApiError)
    for (const field of error.fieldErrors) console.error(`  ${field.pointer}: ${field.message}`)
  process.exitCode = 1
}

/** A command cannot do what it was asked; the message says what to change. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
