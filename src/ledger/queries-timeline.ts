import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { LedgerAccount, LedgerAccountKind } from './accounts.ts'
import type { PostingKind } from './posting.ts'
import type { PartMovement } from './release-reversal.ts'

export interface OrderEntry {
  readonly transactionId: string
  readonly kind: PostingKind
  readonly mode: Mode
  readonly account: LedgerAccount
  readonly currency: string
  readonly amountMinor: number
  readonly subjectId: string | null
  readonly memo: string | null
  readonly occurredAt: Date
}

type Row = Omit<OrderEntry, 'account'> & { account: LedgerAccountKind; ownerId: string }

/** Entries of all transactions of an order, oldest first. */
export async function selectOrderEntries(db: Tx, orderId: string): Promise<OrderEntry[]> {
  return (await selectEntriesOfOrders(db, [orderId])).get(orderId) ?? []
}

/** The same for many orders, by order. Served by ledger_transactions_order. */
export async function selectEntriesOfOrders(
  { sql }: Tx,
  orderIds: readonly string[],
): Promise<Map<string, OrderEntry[]>> {
  const rows = await sql<(Row & { orderId: string })[]>`
    select t.order_id as "orderId", t.id as "transactionId", t.kind, t.mode, e.account,
      e.owner_id as "ownerId", e.currency, e.amount_minor as "amountMinor",
      t.subject_id as "subjectId", t.memo, t.occurred_at as "occurredAt"
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where t.order_id = any(${orderIds as string[]}::uuid[])
    order by t.occurred_at, t.id, e.position`
  const entries = new Map<string, OrderEntry[]>(orderIds.map((id) => [id, []]))
  for (const { orderId, account, ownerId, ...row } of rows) {
    entries.get(orderId)!.push({ ...row, account: { kind: account, ownerId } })
  }
  return entries
}

/** What each account got (above zero) and gave of a seller's part, by the kind of posting. */
export async function selectPartMovements(
  { sql }: Tx,
  sellerOrderId: string,
): Promise<PartMovement[]> {
  return await sql<PartMovement[]>`
    select t.kind, e.account, e.owner_id as "ownerId", e.currency,
      sum(e.amount_minor)::bigint as "amountMinor"
    from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
    where t.subject_id = ${sellerOrderId}
    group by t.kind, e.account, e.owner_id, e.currency`
}
