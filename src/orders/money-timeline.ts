import { ids } from '../core/ids.ts'
import type { LedgerAccountKind, OrderEntry } from '../ledger/index.ts'
import type { MoneyHolder, OrderMoney } from './money-schema.ts'
import { handOverLimitOf, linesOf, type OrderRecord, type PartRow, refundedOf } from './record.ts'
import { openUnits } from './state.ts'

type Holding = OrderMoney['holdings'][number]

const holders: Record<LedgerAccountKind, MoneyHolder> = {
  wallet: 'wallet',
  receivable: 'wallet',
  escrow: 'escrow',
  sellerPayable: 'seller',
  affiliatePayable: 'affiliate',
  sellerFee: 'sellerFee',
  transactionFee: 'transactionFee',
  premiumFee: 'transactionFee',
  promotionFee: 'transactionFee',
  serviceFee: 'serviceFee',
  taxPayable: 'authorities',
  fx: 'exchange',
  externalCash: 'outside',
  payoutClearing: 'outside',
}

/** Who has each cent of an order now and how it came there, from its parts and the ledger's entries. */
export function moneyOf(record: OrderRecord, entries: readonly OrderEntry[]): OrderMoney {
  const { order, parts } = record
  const { currency } = order
  return {
    orderId: ids.order.encode(order.id),
    total: { amountMinor: order.totalMinor, currency },
    refunded: { amountMinor: order.refundedMinor, currency },
    holdings: [
      ...parts.flatMap((part) => escrowed(record, part)),
      ...settledHoldings(entries, new Set(parts.map((part) => part.id))),
    ],
    timeline: timelineOf(entries),
  }
}

/** What escrow has of one part. */
function escrowed(record: OrderRecord, part: PartRow): Holding[] {
  const amountMinor = part.totalMinor - refundedOf(part)
  if (part.completedAt !== null || amountMinor === 0) return []
  return [
    {
      holder: 'escrow',
      sellerOrderId: ids.sellerOrder.encode(part.id),
      amount: { amountMinor, currency: part.currency },
      since: part.placedAt.toISOString(),
      ...releaseOf(record, part),
    },
  ]
}

function releaseOf(record: OrderRecord, part: PartRow): Pick<Holding, 'release' | 'at'> {
  const isOpen = linesOf(record, part.id).some((line) => openUnits(line) > 0)
  if (part.heldAt !== null) return { release: 'holdIsLifted', at: null }
  if (part.acceptance === 'pending') {
    return { release: 'sellerAccepts', at: part.acceptBy.toISOString() }
  }
  if (isOpen) return { release: 'sellerSends', at: handOverLimitOf(part).toISOString() }
  if (part.afterSale === 'open') return { release: 'disputeIsClosed', at: null }
  const at = part.protectionEndsAt?.toISOString() ?? null
  return { release: 'buyerConfirmsOrProtectionEnds', at }
}

/** What left escrow: sums by holder, part and currency. */
function settledHoldings(entries: readonly OrderEntry[], parts: ReadonlySet<string>): Holding[] {
  const groups = Map.groupBy(
    entries.filter(({ account }) => account.kind !== 'escrow' && account.kind !== 'fx'),
    ({ account, currency, subjectId }) => `${account.kind} ${currency} ${subjectId}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const amountMinor = group.reduce((total, entry) => total + entry.amountMinor, 0)
    if (!first || amountMinor <= 0) return []
    const { account, currency, subjectId } = first
    return [
      {
        holder: holders[account.kind],
        sellerOrderId: subjectId && parts.has(subjectId) ? ids.sellerOrder.encode(subjectId) : null,
        amount: { amountMinor, currency },
        since: first.occurredAt.toISOString(),
        release: account.kind === 'sellerPayable' ? ('payout' as const) : ('final' as const),
        at: null,
      },
    ]
  })
}

function timelineOf(entries: readonly OrderEntry[]): OrderMoney['timeline'] {
  const transactions = Map.groupBy(entries, ({ transactionId }) => transactionId)
  return [...transactions].map(([id, group]) => {
    const { kind, occurredAt, subjectId, memo } = group[0]!
    return {
      id: ids.ledgerTransaction.encode(id),
      kind,
      at: occurredAt.toISOString(),
      sellerOrderId: subjectId === null ? null : ids.sellerOrder.encode(subjectId),
      memo,
      entries: group.map(({ account, amountMinor, currency }) => ({
        holder: holders[account.kind],
        amount: { amountMinor, currency },
      })),
    }
  })
}
