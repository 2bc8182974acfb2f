import type { Readable } from 'node:stream'
import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { ApiError, type FieldError } from '../core/errors.ts'
import { createRunner, type Run } from '../core/run.ts'
import { type OrderColumn, type OrderFileRow, orderColumns, readOrderFile } from './order-file.ts'
import { type OrderFileProblem, orderOfRows } from './order-of-rows.ts'
import { placeOrder } from './place-order.ts'
import { selectOffersBySku } from './queries-sku.ts'
import type { Order } from './schema.ts'

/** What became of one order of a file. */
export interface ImportedOrder {
  readonly line: number
  readonly reference: string | null
  /** `repeated` was placed by an earlier run of the same file. */
  readonly status: 'placed' | 'repeated' | 'refused'
  readonly order: Order | null
  readonly problems: readonly OrderFileProblem[]
}

/**
 * Places the orders of a spreadsheet one by one, through the same door as the API; a refused one stops
 * nothing, and running a file again repeats nothing. Throws `OrderFileError` for what is no order file.
 */
export async function* importOrders(
  database: Database,
  caller: Caller,
  file: Readable,
): AsyncGenerator<ImportedOrder> {
  const run = createRunner({ database })
  for await (const rows of readOrderFile(file)) yield await importOne(database, run, caller, rows)
}

async function importOne(
  database: Database,
  run: Run,
  caller: Caller,
  rows: readonly OrderFileRow[],
): Promise<ImportedOrder> {
  const { line, cells } = rows[0]!
  const about = { line, reference: cells.reference ?? null, order: null, problems: [] }
  const skus = rows.flatMap((row) => (row.cells.sku ? [row.cells.sku] : []))
  const offers = await database.read((db) => selectOffersBySku(db, [...new Set(skus)]))
  const { request, problems } = orderOfRows(rows, offers)
  if (!request) return { ...about, status: 'refused', problems }
  const idempotencyKey = `file-${Buffer.from(cells.reference!).toString('base64url')}`
  try {
    const outcome = await run(
      placeOrder,
      caller,
      { ...request },
      { requestId: 'import', idempotencyKey },
    )
    const order = outcome.output as Order
    return { ...about, status: outcome.replayed ? 'repeated' : 'placed', order }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...about, status: 'refused', problems: problemsOf(error, rows) }
  }
}

function problemsOf(error: ApiError, rows: readonly OrderFileRow[]): OrderFileProblem[] {
  const { code, message, fieldErrors } = error
  if (fieldErrors.length === 0) return [{ line: rows[0]!.line, column: null, code, message }]
  return fieldErrors.map((field) => inFile(field, rows))
}

/** A field of the request as a cell of the file. */
function inFile(
  { pointer, code, message }: FieldError,
  rows: readonly OrderFileRow[],
): OrderFileProblem {
  const [, index] = /^#\/lines\/(\d+)\//.exec(pointer) ?? []
  const row = rows[Number(index ?? 0)] ?? rows[0]!
  const field = pointer.slice(pointer.lastIndexOf('/') + 1)
  const name = field === 'variantId' ? (row.cells.variant ? 'variant' : 'sku') : field
  return {
    line: row.line,
    column: name in orderColumns ? (name as OrderColumn) : null,
    code,
    message,
  }
}
