import type { Context } from '../core/context.ts'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import type { Money } from '../core/money.ts'
import { requireAddress } from '../shipping/index.ts'
import { affiliateOf } from './affiliates.ts'
import { type PlacementContext, placeDraft } from './place.ts'
import type { PlaceOrderRequest } from './place-input.ts'
import { movedTotals } from './price-changes.ts'
import { type PricedRequest, priceRequest } from './price-request.ts'
import type { Components } from './pricing.ts'
import { referenceUsed, selectOrderIdByReference } from './queries-placement.ts'
import { readBasket } from './read-basket.ts'
import type { OrderRecord } from './record.ts'
import { priceChanged } from './refusals.ts'
import { requireSeenStock, sellAtCommit } from './take-stock.ts'

/** Places an order from lines, an address and the most that it may cost. */
export async function placeFromLines(
  context: PlacementContext,
  input: PlaceOrderRequest,
): Promise<OrderRecord> {
  const { db, database, caller, now } = context
  const { lines, address, maxTotal } = requireParts(input, now)
  const { country, postalCode, region } = address
  const currency = input.currency ?? maxTotal.currency
  const request = readBasket({ ...input, lines, currency }, { country, postalCode, region })
  if (maxTotal.currency !== currency) {
    throw invalidField('#/maxTotal/currency', 'other_currency', `State it in ${currency}.`)
  }
  const { accountId, mode } = caller
  const [priced, affiliateId] = await Promise.all([
    priceRequest(request, { db, database, now }),
    affiliateOf(db, { id: input.affiliateClickId, accountId, mode, at: now }),
    requireUnusedReference(db, caller, input.clientReference),
  ])
  requireWithinLimit(priced, maxTotal, expectedOf(input, currency))
  const wish = { accountId, mode, lines: request.lines, offers: priced.offers }
  await requireSeenStock(db, wish)
  const draft = {
    ...draftFacts(input, currency),
    accountId,
    mode,
    now,
    priced,
    affiliateId,
    shippingAddress: address,
    quoteId: null,
  }
  return placeDraft(context, draft, () => sellAtCommit(db, wish))
}

function requireParts({ lines, shippingAddress, maxTotal }: PlaceOrderRequest, now: Date) {
  if (!lines) throw missing('lines', 'State lines, or the quoteId of a quote.')
  if (!shippingAddress) throw missing('shippingAddress', 'State where to send it.')
  if (!maxTotal) {
    throw missing('maxTotal', 'State the most it may cost, or redeem a quote with quoteId.')
  }
  return { lines, maxTotal, address: requireAddress(shippingAddress, now, '#/shippingAddress') }
}

function missing(field: string, message: string) {
  return invalidField(`#/${field}`, 'required', message)
}

/** Throws `client_reference_used` early; a race is settled by the unique index. */
export async function requireUnusedReference(
  db: Context['db'],
  { accountId, mode }: Context['caller'],
  clientReference: string | undefined,
): Promise<void> {
  if (clientReference === undefined) return
  const orderId = await selectOrderIdByReference(db, { accountId, mode, clientReference })
  if (orderId !== undefined) throw referenceUsed(ids.order.encode(orderId))
}

function requireWithinLimit(
  { price }: PricedRequest,
  limit: Money,
  expected: Partial<Components>,
): void {
  if (price.totalMinor <= limit.amountMinor) return
  const judged = { ...expected, totalMinor: limit.amountMinor }
  throw priceChanged(price, limit, movedTotals(judged, price))
}

function expectedOf({ expected = {} }: PlaceOrderRequest, currency: string): Partial<Components> {
  const entries = Object.entries(expected).map(([component, amount]) => {
    if (amount.currency !== currency) {
      const pointer = `#/expected/${component}/currency`
      throw invalidField(pointer, 'other_currency', `State it in ${currency}.`)
    }
    return [`${component}Minor`, amount.amountMinor]
  })
  return Object.fromEntries(entries) as Partial<Components>
}

/** What an order keeps of its request beside the price; throws for a wallet in no currency. */
export function draftFacts(input: PlaceOrderRequest, currency: string) {
  const walletCurrency = input.walletCurrency ?? currency
  requireCurrency(walletCurrency, '#/walletCurrency')
  return {
    walletCurrency,
    clientReference: input.clientReference ?? null,
    note: input.note ?? null,
    affiliateClickId: input.affiliateClickId ?? null,
  }
}
