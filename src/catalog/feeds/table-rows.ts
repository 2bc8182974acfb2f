import { csvRecords } from './csv-records.ts'
import { FeedError, type FeedProblem } from './feed-product.ts'

/** One row of a table with a header: fields by lower-case column name, empty ones left out. */
export interface TableRow {
  readonly line: number
  readonly fields: ReadonlyMap<string, string>
}

/** Rows of delimited text with a header line, and a problem for each row whose shape is wrong. */
export async function* tableRows(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<TableRow | FeedProblem | { readonly header: readonly string[] }> {
  let header: string[] | undefined
  for await (const { line, fields, problem } of csvRecords(pieces, delimiter)) {
    if (problem) {
      if (!header) throw new FeedError(problem, line)
      yield rowProblem(line, problem)
    } else if (!header) {
      header = headerOf(fields, line)
      yield { header }
    } else if (fields.slice(header.length).some((field) => field !== '')) {
      yield rowProblem(line, wrongCount(fields.length, header.length))
    } else if (fields.length < header.length) {
      yield rowProblem(line, wrongCount(fields.length, header.length))
    } else {
      yield { line, fields: fieldsOf(header, fields) }
    }
  }
}

/** The delimiter that occurs most in the header line. */
export function delimiterOf(headerLine: string): string {
  const count = (mark: string) => headerLine.split(mark).length
  return ['\t', ';', ','].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ',')
}

function headerOf(fields: readonly string[], line: number): string[] {
  const header = fields.map((field) => field.trim().toLowerCase())
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new FeedError(
      {
        code: 'duplicate_column',
        reason: `The column "${twice}" occurs twice in the header.`,
        fix: 'Rename or remove one of them.',
      },
      line,
    )
  }
  return header
}

function fieldsOf(header: readonly string[], fields: readonly string[]): Map<string, string> {
  const row = new Map<string, string>()
  for (let i = 0; i < header.length; i += 1) {
    const value = fields[i]!.trim()
    if (value !== '') row.set(header[i]!, value)
  }
  return row
}

function wrongCount(found: number, expected: number) {
  return {
    code: 'column_count',
    reason: `The row has ${found} fields, the header has ${expected}.`,
    fix: 'Check for a missing or surplus separator, and quote fields that contain one.',
  }
}

function rowProblem(line: number, problem: FeedProblem['problem']): FeedProblem {
  return { severity: 'error', line, column: null, externalId: null, problem }
}
