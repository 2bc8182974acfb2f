import { toSnakeCase } from 'drizzle-orm/casing'
import type { Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import type { OrderRecord } from './record.ts'

const snakeNames = new Map<string, string>()

function snake(name: string): string {
  let known = snakeNames.get(name)
  if (known === undefined) {
    known = toSnakeCase(name)
    snakeNames.set(name, known)
  }
  return known
}

/** A row as the database names its columns; what is null is left out and comes back as null. */
function toColumns(row: object): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value !== null) columns[snake(name)] = value
  }
  return columns
}

/**
 * Writes a new order with its parts and lines in one statement. Rows are complete, so that every
 * column is named by the row itself; as json they are read once, as jsonb they would be built first.
 * Throws `client_reference_used`.
 */
export async function insertRecord({ sql }: Tx, record: OrderRecord): Promise<void> {
  const order = JSON.stringify(toColumns(record.order))
  const parts = JSON.stringify(record.parts.map(toColumns))
  const lines = JSON.stringify(record.lines.map(toColumns))
  await sql`
    with placed as (
      insert into orders select * from json_populate_record(null::orders, ${order}::text::json)
    ), parted as (
      insert into seller_orders
      select * from json_populate_recordset(null::seller_orders, ${parts}::text::json)
    )
    insert into order_lines
    select * from json_populate_recordset(null::order_lines, ${lines}::text::json)`.catch(renamed)
}

function renamed(error: unknown): never {
  const { constraint_name: constraint } = error as { constraint_name?: string }
  if (constraint === 'orders_client_reference') throw referenceUsed(undefined, error)
  throw error
}

/** The refusal of a second order with one client reference. */
export function referenceUsed(orderId: string | undefined, cause?: unknown): ApiError {
  return new ApiError(
    'client_reference_used',
    'Another order of yours carries this clientReference: read that one, or choose another.',
    { extra: orderId === undefined ? {} : { orderId }, cause },
  )
}

/** The order that carries a client reference. Served by orders_client_reference. */
export async function selectOrderIdByReference(
  { sql }: Tx,
  owner: { accountId: string; mode: string; clientReference: string },
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from orders where account_id = ${owner.accountId} and mode = ${owner.mode}
      and client_reference = ${owner.clientReference}`
  return row?.id
}
