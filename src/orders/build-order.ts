import { newId } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'
import { affiliateShareOf, type FeeBasis, type FeePolicy, sellerFeesOf } from '../ledger/index.ts'
import { exchange } from '../shipping/index.ts'
import { hoursAfter } from './policy.ts'
import type { PricedRequest, SendingPlan } from './price-request.ts'
import type { PricedLine, PricedPart } from './pricing.ts'
import type { Offer } from './queries-offers.ts'
import { dueAtOf, type LineRow, type OrderRecord, type OrderRow, type PartRow } from './record.ts'
import type { StoredAddress } from './stored.ts'

/** Who orders what, where to and how it is paid; the price is made already. */
export interface OrderDraft {
  readonly accountId: string
  readonly mode: Mode
  readonly now: Date
  readonly priced: PricedRequest
  readonly shippingAddress: StoredAddress
  readonly walletCurrency: string
  readonly quoteId: string | null
  readonly clientReference: string | null
  readonly note: string | null
  readonly affiliateClickId: string | null
  /** The account behind the click, where one is known. */
  readonly affiliateId: string | null
}

/** The rows of a new, paid order. */
export function buildOrder(draft: OrderDraft): OrderRecord {
  const orderId = newId()
  const built = draft.priced.price.parts.map((part) => buildPart(draft, orderId, part))
  return {
    order: buildHead(draft, orderId),
    parts: built.map(({ part }) => part),
    lines: built.flatMap(({ lines }) => lines).sort((a, b) => a.position - b.position),
    cancellations: [],
  }
}

function buildHead(draft: OrderDraft, id: string): OrderRow {
  const { accountId, mode, now, priced, shippingAddress, walletCurrency } = draft
  const { price } = priced
  const total = { amountMinor: price.totalMinor, currency: price.currency }
  return {
    id,
    accountId,
    mode,
    status: 'processing',
    quoteId: draft.quoteId,
    clientReference: draft.clientReference,
    currency: price.currency,
    goodsMinor: price.goodsMinor,
    shippingMinor: price.shippingMinor,
    dutiesMinor: price.dutiesMinor,
    taxesMinor: price.taxesMinor,
    feesMinor: price.feesMinor,
    totalMinor: price.totalMinor,
    refundedMinor: 0,
    chargeMinor: exchange(priced.exchange, total, walletCurrency).amountMinor,
    chargeCurrency: walletCurrency,
    rates: Object.fromEntries(priced.rates),
    shippingAddress,
    destinationCountry: shippingAddress.country,
    note: draft.note,
    affiliateClickId: draft.affiliateClickId,
    createdAt: now,
    paidAt: now,
    completedAt: null,
    cancelledAt: null,
    updatedAt: now,
  }
}

function buildPart(draft: OrderDraft, orderId: string, priced: PricedPart) {
  const { offers, parts } = draft.priced
  const plan = parts.get(priced.sellerId)!
  const id = newId()
  const lines = priced.lines.map((line) =>
    buildLine(line, offers.get(line.variantId)!, orderId, id),
  )
  const part = partRow(draft, orderId, id, priced, plan)
  return { part: { ...part, dueAt: dueAtOf(part, lines) }, lines }
}

function partRow(
  { accountId, mode, now, affiliateId, priced: { offers, policies, price } }: OrderDraft,
  orderId: string,
  id: string,
  part: PricedPart,
  { option }: SendingPlan,
): PartRow {
  const { seller } = offers.get(part.lines[0]!.variantId)!
  const { code, name, carrier, incoterm, isTracked } = option
  return {
    ...emptyPart,
    id,
    orderId,
    accountId,
    sellerId: part.sellerId,
    sellerAccountId: mode === 'live' ? seller.accountId : null,
    mode,
    acceptance: seller.isAutoAccepting ? 'accepted' : 'pending',
    acceptedAt: seller.isAutoAccepting ? now : null,
    currency: price.currency,
    goodsMinor: part.goodsMinor,
    shippingMinor: part.shippingMinor,
    dutiesMinor: part.dutiesMinor,
    taxesMinor: part.taxesMinor,
    feesMinor: part.feesMinor,
    totalMinor: part.totalMinor,
    settlementCurrency: part.settlement.currency,
    settlementGoodsMinor: part.settlement.goodsMinor,
    settlementShippingMinor: part.settlement.shippingMinor,
    affiliateId,
    ...feesOf(policies, feeBasisOf(part, offers, seller.plan, now), affiliateId !== null),
    shippingOption: { code, name, carrier, incoterm, isTracked },
    placedAt: now,
    acceptBy: hoursAfter(now, seller.acceptanceHours),
    shipBy: option.shipBy,
    deliveryP50At: option.deliveryP50At,
    deliverBy: option.deliverBy,
    updatedAt: now,
  }
}

function feesOf(policies: readonly FeePolicy[], basis: FeeBasis, isReferred: boolean) {
  const fees = sellerFeesOf(policies, basis)
  return { ...fees, affiliateShareMinor: isReferred ? affiliateShareOf(policies, basis, fees) : 0 }
}

function feeBasisOf(
  { settlement, lines }: PricedPart,
  offers: ReadonlyMap<string, Offer>,
  plan: string,
  at: Date,
): FeeBasis {
  return {
    at,
    currency: settlement.currency,
    plan,
    shippingMinor: settlement.shippingMinor,
    lines: lines.map(({ variantId, settlementMinor }) => ({
      goodsMinor: settlementMinor,
      categoryIds: [...(offers.get(variantId)!.categoryIds ?? [])].reverse(),
    })),
  }
}

function buildLine(
  line: PricedLine,
  offer: Offer,
  orderId: string,
  sellerOrderId: string,
): LineRow {
  return {
    id: newId(),
    orderId,
    sellerOrderId,
    position: line.position,
    productId: offer.productId,
    variantId: line.variantId,
    categoryId: offer.categoryId,
    sku: offer.sku,
    title: offer.title,
    options: offer.options,
    imageUrl: offer.imageUrl,
    hsCode: offer.hsCode,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    goodsMinor: line.goodsMinor,
    dutiesMinor: line.dutiesMinor,
    taxesMinor: line.taxesMinor,
    cancelledQuantity: 0,
    shippedQuantity: 0,
    deliveredQuantity: 0,
    refundedMinor: 0,
  }
}

/** What every part begins with. */
const emptyPart = {
  status: 'processing',
  afterSale: 'none',
  refundedGoodsMinor: 0,
  refundedShippingMinor: 0,
  refundedDutiesMinor: 0,
  refundedTaxesMinor: 0,
  refundedFeesMinor: 0,
  rejectedAt: null,
  backOrderedUntil: null,
  heldAt: null,
  holdReason: null,
  firstShippedAt: null,
  shippedAt: null,
  deliveredAt: null,
  confirmedAt: null,
  completedAt: null,
  cancelledAt: null,
  cancelReason: null,
  cancelledBy: null,
  protectionEndsAt: null,
  dueAt: null,
} satisfies Partial<PartRow>
