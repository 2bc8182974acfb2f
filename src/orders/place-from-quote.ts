import type { Tx } from '../core/database.ts'
import { ApiError, invalidField, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import type { Money } from '../core/money.ts'
import { type ExchangeTable, requireAddress } from '../shipping/index.ts'
import { affiliateOf } from './affiliates.ts'
import { type PlacementContext, placeDraft } from './place.ts'
import { draftFacts, requireUnusedReference } from './place-from-lines.ts'
import type { PlaceOrderRequest } from './place-input.ts'
import { movedComponents } from './price-changes.ts'
import { type PricedRequest, priceRequest } from './price-request.ts'
import { redeemQuote, selectHolds, selectQuote } from './queries-quote.ts'
import { moveStock, type StockUnits } from './queries-stock.ts'
import type { QuoteRow } from './quote-view.ts'
import type { OrderRecord } from './record.ts'
import { priceChanged, quoteExpired } from './refusals.ts'
import type { StoredAddress, StoredRates } from './stored.ts'
import { requireSeenStock, sellAtCommit } from './take-stock.ts'

type QuotedRequest = PlaceOrderRequest & { quoteId: string }

/** Places an order that redeems a quote: its lines, choices and rate of exchange at today's prices. */
export async function placeFromQuote(
  context: PlacementContext,
  input: QuotedRequest,
): Promise<OrderRecord> {
  const { db, database, caller, now, atCommit } = context
  refuseRestated(input)
  const quote = await lockQuote(context, input.quoteId)
  const address = addressOf(quote, input, now)
  const { country, postalCode, region } = address
  const request = { ...quote.request, currency: quote.currency }
  const priced = await priceRequest(
    { ...request, destination: { country, postalCode, region } },
    { db, database, now, exchange: quote.expiresAt > now ? tableOf(quote.rates) : undefined },
  )
  requireStanding(quote, priced, input.maxTotal, now)
  await requireUnusedReference(db, caller, input.clientReference)
  const { accountId, mode } = caller
  const click = { id: input.affiliateClickId, accountId, mode, at: now }
  const wish = { accountId, mode, lines: request.lines, offers: priced.offers }
  const isHolding = quote.isHoldingStock && quote.settledAt === null
  if (!isHolding) await requireSeenStock(db, wish)
  const held = isHolding ? await selectHolds(db, quote.id) : []
  const draft = {
    ...draftFacts(input, quote.currency),
    accountId,
    mode,
    now,
    priced,
    affiliateId: await affiliateOf(db, click),
    shippingAddress: address,
    quoteId: quote.id,
  }
  const record = placeDraft(context, draft, () =>
    isHolding ? sellHeld(db, held) : sellAtCommit(db, wish),
  )
  atCommit(() => redeemQuote(db, quote.id, { orderId: record.order.id, settledAt: now }))
  return record
}

function refuseRestated(input: QuotedRequest): void {
  const restated = (
    ['lines', 'shippingPreference', 'shippingChoices', 'currency', 'expected'] as const
  ).find((field) => input[field] !== undefined)
  if (restated) {
    const message = `The quote settles it: leave ${restated} out, or leave quoteId out.`
    throw invalidField(`#/${restated}`, 'settled_by_quote', message)
  }
}

async function lockQuote({ db, caller }: PlacementContext, quoteId: string): Promise<QuoteRow> {
  const quote = await selectQuote(db, ids.quote.decode(quoteId), { lock: true })
  if (quote?.accountId !== caller.accountId || quote.mode !== caller.mode) {
    throw notFound('quote', quoteId)
  }
  if (quote.orderId === null) return quote
  throw new ApiError('quote_used', 'An order redeemed this quote already: make a new one.', {
    extra: { orderId: ids.order.encode(quote.orderId) },
  })
}

function addressOf({ request }: QuoteRow, input: QuotedRequest, now: Date): StoredAddress {
  const { shippingAddress } = input
  const { country, address } = request.destination
  if (!shippingAddress) {
    if (address) return address
    const message = 'The quote has no address: state where to send it.'
    throw invalidField('#/shippingAddress', 'required', message)
  }
  if (shippingAddress.country !== country) {
    const message = `The quote is for ${country}: quote again for another country.`
    throw invalidField('#/shippingAddress/country', 'not_as_quoted', message)
  }
  return requireAddress(shippingAddress, now, '#/shippingAddress')
}

function requireStanding(
  quote: QuoteRow,
  { price }: PricedRequest,
  maxTotal: Money | undefined,
  now: Date,
): void {
  const quoted = quote.price.basket
  if (quote.expiresAt <= now) {
    throw quoteExpired(quote.expiresAt, price, movedComponents(quoted, price))
  }
  const limit = maxTotal ?? { amountMinor: quoted.totalMinor, currency: quote.currency }
  if (limit.currency !== quote.currency) {
    throw invalidField('#/maxTotal/currency', 'other_currency', `State it in ${quote.currency}.`)
  }
  if (price.totalMinor > limit.amountMinor) {
    throw priceChanged(price, limit, movedComponents(quoted, price))
  }
}

// Units that the quote kept aside become the order's: the locked quote guarantees that they are there.
async function sellHeld(db: Tx, held: readonly StockUnits[]): Promise<void> {
  await moveStock(db, 'sellHeld', held, true)
}

function tableOf({ base, rates }: StoredRates): ExchangeTable {
  const entries = Object.entries(rates).map(([currency, rate]) => {
    return [currency, { currency, rate, date: '', source: 'quote' }] as const
  })
  return { base, rates: new Map(entries) }
}
