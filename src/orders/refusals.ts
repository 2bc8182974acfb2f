import { ApiError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import type { Money } from '../core/money.ts'
import type { MovedComponent } from './price-changes.ts'
import type { PricedBasket } from './pricing.ts'
import type { StockUnits } from './queries-stock.ts'
import { amountsOf } from './render.ts'

interface Line {
  readonly variantId: string
  readonly quantity: number
}

/** Too few units: says per line how many there are. */
export function outOfStock(
  lines: readonly Line[],
  units: readonly StockUnits[],
  available: ReadonlyMap<string, number>,
): ApiError {
  const wanted = new Map(units.map((unit) => [unit.variantId, unit.quantity]))
  const short = lines.flatMap(({ variantId, quantity }, index) => {
    const left = available.get(variantId) ?? 0
    return left >= (wanted.get(variantId) ?? 0) ? [] : [{ index, variantId, quantity, left }]
  })
  return new ApiError(
    'out_of_stock',
    'There are fewer units than asked for: order what is there.',
    {
      errors: short.map(({ index, left }) => ({
        pointer: `#/lines/${index}/quantity`,
        code: 'out_of_stock',
        message:
          left === 0 ? 'None are left.' : `Only ${left} are left, over all lines of the variant.`,
      })),
      extra: {
        lines: short.map(({ variantId, quantity, left }) => ({
          variantId: ids.variant.encode(variantId),
          requested: quantity,
          available: left,
        })),
      },
    },
  )
}

/** The total is above the limit; `moved` names the components and nothing was charged. */
export function priceChanged(
  price: PricedBasket,
  limit: Money,
  moved: readonly MovedComponent[],
): ApiError {
  const by = price.totalMinor - limit.amountMinor
  return new ApiError(
    'price_changed',
    `The total is ${by} minor units of ${price.currency} above the limit; nothing was charged. Agree to the new price or leave it.`,
    { extra: { limit, price: amountsOf(price, price.currency), moved: movedView(price, moved) } },
  )
}

/** The quote's time is over; says what a new one would cost and what moved since. */
export function quoteExpired(
  expiresAt: Date,
  price: PricedBasket,
  moved: readonly MovedComponent[],
): ApiError {
  const change = moved.length === 0 ? 'The price is still the same' : 'The price has moved since'
  return new ApiError(
    'quote_expired',
    `The quote expired at ${expiresAt.toISOString()}. ${change}: make a new quote.`,
    {
      extra: {
        expiredAt: expiresAt.toISOString(),
        price: amountsOf(price, price.currency),
        moved: movedView(price, moved),
      },
    },
  )
}

function movedView({ currency }: PricedBasket, moved: readonly MovedComponent[]) {
  return moved.map(({ component, sellerId, variantId, expectedMinor, actualMinor, byMinor }) => ({
    component,
    sellerId: sellerId && ids.seller.encode(sellerId),
    variantId: variantId && ids.variant.encode(variantId),
    expected: { amountMinor: expectedMinor, currency },
    actual: { amountMinor: actualMinor, currency },
    byMinor,
  }))
}
