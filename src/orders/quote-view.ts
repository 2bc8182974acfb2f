import { ids } from '../core/ids.ts'
import type { PricedPart } from './pricing.ts'
import type { Quote, quoteStatuses } from './quote-schema.ts'
import { amountsOf } from './render.ts'
import type { StoredPlan } from './stored.ts'
import type { quotes } from './tables.ts'

export type QuoteRow = typeof quotes.$inferSelect

/** Where a quote stands at a moment. */
export function quoteStatusOf(row: QuoteRow, now: Date): (typeof quoteStatuses)[number] {
  if (row.orderId !== null) return 'redeemed'
  return row.expiresAt <= now ? 'expired' : 'open'
}

export function quoteView(row: QuoteRow, now: Date): Quote {
  const { basket, plans, fixedRates } = row.price
  const { country, postalCode = null, region = null, address = null } = row.request.destination
  return {
    id: ids.quote.encode(row.id),
    status: quoteStatusOf(row, now),
    ...amountsOf(basket, row.currency),
    parts: basket.parts.map((part) => partView(part, plans[part.sellerId]!, row.currency)),
    destination: { country, postalCode, region },
    shippingAddress: address,
    rates: fixedRates.map(({ asOf, ...rate }) => ({ ...rate, asOf: asOf || null })),
    isHoldingStock: row.isHoldingStock && row.settledAt === null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    orderId: row.orderId === null ? null : ids.order.encode(row.orderId),
  }
}

function partView(part: PricedPart, plan: StoredPlan, currency: string): Quote['parts'][number] {
  const money = (amountMinor: number) => ({ amountMinor, currency })
  return {
    sellerId: ids.seller.encode(part.sellerId),
    lines: part.lines.map((line) => ({
      variantId: ids.variant.encode(line.variantId),
      quantity: line.quantity,
      unitPrice: money(line.unitPriceMinor),
      listPrice: line.unitPrice,
      goods: money(line.goodsMinor),
      duties: money(line.dutiesMinor),
      taxes: money(line.taxesMinor),
    })),
    ...amountsOf(part, currency),
    levies: [...plan.levies],
    shippingOption: plan.option,
    promise: { shipBy: plan.shipBy, p50At: plan.deliveryP50At, p90At: plan.deliverBy },
  }
}
