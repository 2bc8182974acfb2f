interface Answer extends Iterable<unknown[]> {
  length: number
  readonly columns: readonly { readonly name: string }[]
}

const blanks = new WeakMap<object, object>()

/**
 * The rows of an answer read as `.values()`, as objects. The driver itself fills empty objects column by
 * column, which are grown over and over: with thirty columns a third of what a page of a search allocates.
 */
export function rowsOf<Row extends object>(answer: Answer): Row[] {
  const { columns } = answer
  const blank = blankOf(columns)
  const rows = Array.from(answer, (values) => {
    const row: Record<string, unknown> = { ...blank }
    for (let i = 0; i < columns.length; i++) row[columns[i]!.name] = values[i]
    return row as Row
  })
  empty(answer)
  return rows
}

/** The values of an answer's one row, read as `.raw()`: bytes, or null. */
export function rawRowOf(answer: unknown[]): (Buffer | null)[] {
  const row = answer[0] as (Buffer | null)[]
  empty(answer)
  return row
}

// The driver assigns each query functions, which V8 keeps in its old space from the start: they would
// keep what was read until the next full collection, and every small one would have to copy it.
function empty(answer: { length: number }): void {
  answer.length = 0
}

/** An object that has every column already; the driver keeps one list of columns for a prepared statement. */
function blankOf(columns: Answer['columns']): object {
  let blank = blanks.get(columns)
  if (blank === undefined) {
    blank = Object.fromEntries(columns.map(({ name }) => [name, null]))
    blanks.set(columns, blank)
  }
  return blank
}
