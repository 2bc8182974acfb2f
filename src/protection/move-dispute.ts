import type { Context } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import { ids, newId } from '../core/ids.ts'
import { emitAll } from '../events/index.ts'
import { lockPart, type OrderRecord, type PartRow, setAfterSale } from '../orders/index.ts'
import { recordSellerNews } from '../sellers/index.ts'
import { assertRole, type Role, visibleDispute } from './access.ts'
import { type Claim, claimWithin, scaledClaim, totalOf } from './claim.ts'
import {
  type DisputeAction,
  type DisputeParty,
  dueAtOf,
  isClosed,
  nextStatus,
} from './dispute-state.ts'
import { type DisputeEvent, disputeClosed, disputeUpdated } from './events.ts'
import { makeRefund } from './make-refund.ts'
import {
  type DisputeRow,
  insertStep,
  selectDispute,
  selectSteps,
  updateDispute,
} from './queries.ts'
import { type Dispute, disputeOf } from './schema.ts'
import type { StoredEvidence } from './tables.ts'

/** One side's action in a dispute. */
export interface Step {
  readonly action: Exclude<DisputeAction, 'open' | 'addEvidence'>
  readonly actor: DisputeParty
  /** What is offered or, for a refund, given; all that is claimed unless said. */
  readonly amountMinor?: number | undefined
  readonly note?: string | undefined
  readonly evidence?: readonly { url: string; note?: string | null }[] | undefined
  readonly now: Date
  readonly event?: DisputeEvent
}

interface Locked {
  readonly record: OrderRecord
  readonly part: PartRow
  readonly dispute: DisputeRow
}

/** The dispute with its order locked first, as every other move of the order does. */
export async function lockDispute(db: Tx, known: DisputeRow): Promise<Locked> {
  const { record, part } = await lockPart(db, known.sellerOrderId)
  const dispute = await selectDispute(db, known.id)
  if (dispute === undefined) throw notFound('dispute', ids.dispute.encode(known.id))
  return { record, part, dispute }
}

/** Takes a step of one party by id; throws `not_found`, `forbidden` and `conflict`. */
export async function stepDispute(
  context: Context,
  wireId: string,
  role: Role,
  step: (dispute: DisputeRow) => Omit<Step, 'actor' | 'now'>,
): Promise<Dispute> {
  const { db, now } = context
  const visible = await visibleDispute(context, wireId)
  assertRole(visible.role, role)
  const locked = await lockDispute(db, visible.row)
  return await takeStep(db, locked, { ...step(locked.dispute), actor: role, now })
}

/** Takes a step in a locked dispute, with the money it moves and the news of it. */
export async function takeStep(db: Tx, locked: Locked, step: Step): Promise<Dispute> {
  const { dispute } = locked
  const { action, actor, note, now } = step
  const status = nextStatus(dispute.status, action)
  const closed = isClosed(status)
  const refundedMinor = status === 'refunded' ? await refundStep(db, locked, step) : 0
  const after: DisputeRow = {
    ...dispute,
    status,
    offeredMinor: action === 'offer' ? step.amountMinor! : dispute.offeredMinor,
    refundedMinor,
    dueAt: dueAtOf(status, now),
    closedAt: closed ? now : null,
    closedBy: closed ? actor : null,
    decisionNote: closed ? (note ?? null) : null,
    updatedAt: now,
  }
  await updateDispute(db, after)
  await writeStep(db, dispute, {
    ...step,
    ...(refundedMinor ? { amountMinor: refundedMinor } : {}),
  })
  if (closed) await closeClaims(db, dispute, now)
  return await tell(db, after, closed ? disputeClosed : (step.event ?? disputeUpdated))
}

async function closeClaims(db: Tx, dispute: DisputeRow, now: Date): Promise<void> {
  const { record, part } = await lockPart(db, dispute.sellerOrderId)
  await setAfterSale(db, record, part, 'closed', now)
}

async function refundStep(db: Tx, { record, part, dispute }: Locked, step: Step): Promise<number> {
  const amountMinor = step.amountMinor ?? dispute.claimedMinor
  const claim: Claim = scaledClaim(dispute, { amountMinor, currency: dispute.currency })
  const within = claimWithin(record, part, claim)
  if (totalOf(within) === 0) return 0
  await makeRefund(db, record, part, {
    claim: within,
    disputeId: dispute.id,
    reason: dispute.reason,
    note: step.note ?? null,
    actor: step.actor,
    now: step.now,
  })
  const reason = dispute.reason === 'notReceived' ? 'notReceived' : 'goods'
  const { orderId, sellerOrderId, sellerId, accountId, mode } = dispute
  const ref = { orderId, sellerOrderId, sellerId, accountId, mode }
  await recordSellerNews(db, ref, { type: 'disputeUpheld', at: step.now, reason })
  return totalOf(within)
}

/** Adds to the log of a dispute. */
export async function writeStep(
  db: Tx,
  dispute: DisputeRow,
  step: Omit<Step, 'action'> & { readonly action: DisputeAction },
): Promise<void> {
  await insertStep(db, {
    id: newId(),
    disputeId: dispute.id,
    actor: step.actor,
    action: step.action,
    amountMinor: step.amountMinor ?? null,
    note: step.note ?? null,
    evidence: storedEvidence(step.evidence),
    takenAt: step.now,
  })
}

function storedEvidence(evidence: Step['evidence'] = []): StoredEvidence[] {
  return evidence.map(({ url, note }) => ({ url, note: note ?? null }))
}

/** Tells both sides of a dispute as it is now, and answers it. */
export async function tell(db: Tx, row: DisputeRow, event: DisputeEvent): Promise<Dispute> {
  const dispute = disputeOf(row, await selectSteps(db, [row.id]))
  const { mode, id: subjectId } = row
  const accounts = [row.accountId, row.sellerAccountId].filter((account) => account !== null)
  await emitAll(
    db,
    event,
    accounts.map((accountId) => ({ accountId, mode, subjectId, payload: { dispute } })),
  )
  return dispute
}
