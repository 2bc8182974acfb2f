import type { FeedProblem, Problem } from './feed-product.ts'

/** Collects warnings while a row is read; those about a column are given once per file. */
export class Notices {
  readonly #given = new Set<string>()
  #pending: FeedProblem[] = []

  /** A warning about this row. */
  warn(line: number, column: string | null, externalId: string | null, problem: Problem): void {
    this.#pending.push({ severity: 'warning', line, column, externalId, problem })
  }

  /** A warning about a column or habit of the whole file: only its first occurrence is reported. */
  warnOnce(line: number, column: string, problem: Problem): void {
    const key = `${column}\n${problem.code}`
    if (this.#given.has(key) || this.#given.size >= 1000) return
    this.#given.add(key)
    this.warn(line, column, null, problem)
  }

  /** Hands out what was collected since the last call. */
  take(): FeedProblem[] {
    const taken = this.#pending
    this.#pending = []
    return taken
  }
}

/** The notice about a field that no one reads, so that nothing is lost silently. */
export function unknownField(name: string): Problem {
  return {
    code: 'unknown_field',
    reason: `The field "${name}" is not known and is not imported.`,
    fix: 'Rename it to a documented field, or ignore this notice.',
  }
}

/** The notice about a field of the format that has no place in the catalogue. */
export function unusedField(name: string, why: string): Problem {
  return {
    code: 'field_not_imported',
    reason: `The field "${name}" is not imported: ${why}.`,
    fix: 'Nothing to do unless you rely on it here.',
  }
}
