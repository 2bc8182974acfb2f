import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Enum, Id, Money, Nullable, Text, Timestamp } from '../core/schema.ts'
import {
  disputeActions,
  disputeDefaults,
  disputeParties,
  disputeReasons,
  disputeStatuses,
  waitOf,
} from './dispute-state.ts'
import type { DisputeRow, RefundRow, StepRow } from './queries.ts'

export const DisputeReason = Enum(disputeReasons, {
  $id: 'DisputeReason',
  description: 'The three cases of buyer protection.',
})

export const DisputeStatus = Enum(disputeStatuses, {
  $id: 'DisputeStatus',
  description:
    'Waits for the seller (`open`), the buyer (`offered`, `contested`) or the platform (`escalated`); or is closed.',
})

export const DisputeParty = Enum(disputeParties, {
  $id: 'DisputeParty',
  description: 'Who acted, or has to; `clock` where nobody did in time.',
})

const DisputeDefault = Enum(disputeDefaults, {
  $id: 'DisputeDefault',
  description: 'What happens by itself when `dueAt` passes.',
})

export const Note = Text({ minLength: 1, maxLength: 2000, description: 'In your own words.' })

export const Evidence = Type.Object(
  {
    url: Type.String({
      pattern: '^https?://[^\\s]+$',
      maxLength: 2000,
      description: 'Where the photo, video or document is.',
    }),
    note: Type.Optional(Nullable(Text({ maxLength: 500, description: 'What it shows.' }))),
  },
  { $id: 'Evidence', additionalProperties: false, description: 'Something that proves a point.' },
)

export const EvidenceList = Type.Array(Evidence, { maxItems: 20 })

const DisputeStep = Type.Object(
  {
    actor: DisputeParty,
    action: Enum(disputeActions, { $id: 'DisputeAction', description: 'What was done.' }),
    amount: Nullable(Money),
    note: Nullable(Type.String()),
    evidence: Type.Array(Evidence),
    takenAt: Timestamp,
  },
  {
    $id: 'DisputeStep',
    additionalProperties: false,
    description: 'What one side said or did.',
  },
)

const DisputeLine = Type.Object(
  { orderLineId: Id('orderLine'), quantity: Type.Integer({ minimum: 1 }), claimed: Money },
  { $id: 'DisputeLine', additionalProperties: false, description: 'Units that a claim is about.' },
)

export const Dispute = Type.Object(
  {
    id: Id('dispute'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    sellerId: Id('seller'),
    status: DisputeStatus,
    reason: DisputeReason,
    description: Type.String(),
    lines: Type.Array(DisputeLine),
    claimed: Money,
    offered: Nullable(Money),
    refunded: Money,
    waitingFor: Nullable(DisputeParty),
    dueAt: Nullable(Timestamp),
    whenDue: Nullable(DisputeDefault),
    openedAt: Timestamp,
    closedAt: Nullable(Timestamp),
    closedBy: Nullable(DisputeParty),
    decisionNote: Nullable(Type.String()),
    steps: Type.Array(DisputeStep),
  },
  {
    $id: 'Dispute',
    additionalProperties: false,
    description:
      'A buyer’s claim about one seller’s part of an order. While it is open the part’s money stays in escrow.',
  },
)
export type Dispute = Type.Static<typeof Dispute>

export function disputeOf(row: DisputeRow, steps: readonly StepRow[]): Dispute {
  const money = (amountMinor: number) => ({ amountMinor, currency: row.currency })
  const wait = waitOf(row.status)
  return {
    id: ids.dispute.encode(row.id),
    orderId: ids.order.encode(row.orderId),
    sellerOrderId: ids.sellerOrder.encode(row.sellerOrderId),
    sellerId: ids.seller.encode(row.sellerId),
    status: row.status,
    reason: row.reason,
    description: row.description,
    lines: row.lines.map(({ lineId, quantity, amountMinor }) => ({
      orderLineId: ids.orderLine.encode(lineId),
      quantity,
      claimed: money(amountMinor),
    })),
    claimed: money(row.claimedMinor),
    offered: row.offeredMinor === null ? null : money(row.offeredMinor),
    refunded: money(row.refundedMinor),
    waitingFor: wait?.for ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    whenDue: wait?.whenDue ?? null,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedBy: row.closedBy,
    decisionNote: row.decisionNote,
    steps: steps
      .filter(({ disputeId }) => disputeId === row.id)
      .map(({ actor, action, amountMinor, note, evidence, takenAt }) => ({
        actor,
        action,
        amount: amountMinor === null ? null : money(amountMinor),
        note,
        evidence,
        takenAt: takenAt.toISOString(),
      })),
  }
}

export const RefundReason = Enum(
  [...disputeReasons, 'goodwill', 'returned', 'priceAdjustment', 'other'] as const,
  { $id: 'RefundReason', description: 'Why money went back.' },
)

const RefundLine = Type.Object(
  { orderLineId: Id('orderLine'), amount: Money },
  { $id: 'RefundLine', additionalProperties: false, description: 'What went back for one line.' },
)

export const Refund = Type.Object(
  {
    id: Id('refund'),
    orderId: Id('order'),
    sellerOrderId: Id('sellerOrder'),
    disputeId: Nullable(Id('dispute')),
    total: Money,
    goods: Money,
    shipping: Money,
    duties: Money,
    taxes: Money,
    fees: Money,
    lines: Type.Array(RefundLine),
    reason: RefundReason,
    note: Nullable(Type.String()),
    actor: DisputeParty,
    createdAt: Timestamp,
  },
  {
    $id: 'Refund',
    additionalProperties: false,
    description: 'Money that went back into the payer’s wallet for something that was sent.',
  },
)

export function refundOf(row: RefundRow): Type.Static<typeof Refund> {
  const money = (amountMinor: number) => ({ amountMinor, currency: row.currency })
  return {
    id: ids.refund.encode(row.id),
    orderId: ids.order.encode(row.orderId),
    sellerOrderId: ids.sellerOrder.encode(row.sellerOrderId),
    disputeId: row.disputeId === null ? null : ids.dispute.encode(row.disputeId),
    total: money(row.totalMinor),
    goods: money(row.goodsMinor),
    shipping: money(row.shippingMinor),
    duties: money(row.dutiesMinor),
    taxes: money(row.taxesMinor),
    fees: money(row.feesMinor),
    lines: row.lines.map(({ lineId, amountMinor }) => ({
      orderLineId: ids.orderLine.encode(lineId),
      amount: money(amountMinor),
    })),
    reason: row.reason as Type.Static<typeof RefundReason>,
    note: row.note,
    actor: row.actor,
    createdAt: row.createdAt.toISOString(),
  }
}
