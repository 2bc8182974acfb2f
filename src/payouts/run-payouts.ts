import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'
import { type Emission, emitAll } from '../events/index.ts'
import {
  affiliatePayableOf,
  type LedgerAccount,
  payoutPosting,
  post,
  sellerPayableOf,
} from '../ledger/index.ts'
import { selectSellers } from '../sellers/index.ts'
import { payoutCreated } from './events.ts'
import {
  type BatchRow,
  type Due,
  insertBatch,
  insertPayouts,
  lockRuns,
  type PayoutRow,
  selectDue,
} from './queries.ts'
import { payoutOf } from './schema.ts'

export interface PayoutRun {
  readonly mode: Mode
  readonly currency: string
  /** Balances below it wait for the next run. */
  readonly minimumMinor: number
  readonly earnedBefore: Date
  readonly now: Date
}

/** Postings booked by one statement. */
const chunk = 500

/**
 * Makes a payout for everyone who is owed at least the minimum: their balances go into clearing at
 * once, so no run pays anything twice. Suspended sellers wait, and so do balances below zero.
 */
export async function runPayouts(
  db: Tx,
  run: PayoutRun,
): Promise<{ batch: BatchRow; payouts: PayoutRow[] }> {
  await lockRuns(db, run.mode, run.currency)
  const due = await payable(db, await selectDue(db, run))
  const batch: BatchRow = {
    id: newId(),
    mode: run.mode,
    currency: run.currency,
    minimumMinor: run.minimumMinor,
    earnedBefore: run.earnedBefore,
    payoutCount: due.length,
    totalMinor: due.reduce((all, { amountMinor }) => all + amountMinor, 0),
    createdAt: run.now,
  }
  const payouts = due.map((one) => payoutFor(batch, one))
  await insertBatch(db, batch)
  for (let at = 0; at < payouts.length; at += chunk) {
    const some = payouts.slice(at, at + chunk)
    await insertPayouts(db, some)
    await post(db, ...some.map((payout) => payoutPosting(moveOf(payout, run.now))))
  }
  await emitAll(db, payoutCreated, await emissionsOf(db, payouts))
  return { batch, payouts }
}

async function payable(db: Tx, due: readonly Due[]): Promise<Due[]> {
  const sellers = due.filter(({ payeeKind }) => payeeKind === 'seller')
  const rows = await selectSellers(
    db,
    sellers.map(({ payeeId }) => payeeId),
  )
  const held = new Set(rows.filter(({ status }) => status === 'suspended').map(({ id }) => id))
  return due.filter(({ payeeId }) => !held.has(payeeId))
}

function payoutFor(batch: BatchRow, { payeeKind, payeeId, amountMinor }: Due): PayoutRow {
  return {
    id: newId(),
    batchId: batch.id,
    payeeKind,
    payeeId,
    mode: batch.mode,
    currency: batch.currency,
    amountMinor,
    status: 'pending',
    externalReference: null,
    failureReason: null,
    createdAt: batch.createdAt,
    processingAt: null,
    paidAt: null,
    failedAt: null,
    cancelledAt: null,
  }
}

/** A payout as the ledger's rules take it. */
export function moveOf(payout: PayoutRow, occurredAt: Date) {
  return {
    mode: payout.mode,
    occurredAt,
    payoutId: payout.id,
    payee: payeeOf(payout),
    amount: { amountMinor: payout.amountMinor, currency: payout.currency },
  }
}

function payeeOf({ payeeKind, payeeId }: PayoutRow): LedgerAccount {
  return payeeKind === 'seller' ? sellerPayableOf(payeeId) : affiliatePayableOf(payeeId)
}

/** News of payouts for the accounts of their payees; sellers without an account are not told. */
export async function emissionsOf(
  db: Tx,
  payouts: readonly PayoutRow[],
): Promise<Emission<{ payout: ReturnType<typeof payoutOf> }>[]> {
  const sellers = await selectSellers(
    db,
    payouts.filter(({ payeeKind }) => payeeKind === 'seller').map(({ payeeId }) => payeeId),
  )
  const accounts = new Map(sellers.map(({ id, account_id }) => [id, account_id]))
  return payouts.flatMap((payout) => {
    const accountId = payout.payeeKind === 'seller' ? accounts.get(payout.payeeId) : payout.payeeId
    if (!accountId) return []
    const { id: subjectId, mode } = payout
    return [{ accountId, mode, subjectId, payload: { payout: payoutOf(payout) } }]
  })
}
