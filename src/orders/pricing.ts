import { allocate, convert, type Money, type Rate } from '../core/money.ts'
import { divideRational, parseDecimal, rational } from '../core/rational.ts'

/** One line of a basket at its seller's own price. */
export interface BasketLine {
  readonly variantId: string
  readonly sellerId: string
  readonly quantity: number
  /** Price of one unit, in the seller's currency. */
  readonly unitPrice: Money
}

/** A duty or tax on some lines of one seller's part. */
export interface Levy {
  readonly kind: 'duty' | 'tax'
  readonly amount: Money
  /** Indexes into the basket's lines; the amount is shared among them by value. */
  readonly lines: readonly number[]
}

/** What one seller's part costs besides its goods. */
export interface PartCharges {
  readonly shipping: Money
  readonly levies: readonly Levy[]
  /** The platform's fee that the payer sees, in the basket's currency. */
  readonly serviceFeeMinor: number
}

export interface Basket {
  /** The currency everything is shown and charged in. */
  readonly currency: string
  /** Units of the basket's currency for one unit of the key. */
  readonly rates: ReadonlyMap<string, Rate>
  readonly lines: readonly BasketLine[]
  readonly charges: ReadonlyMap<string, PartCharges>
}

/** Minor units of the basket's currency, by component. */
export interface Components {
  readonly goodsMinor: number
  readonly shippingMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
  readonly feesMinor: number
  readonly totalMinor: number
}

export interface PricedLine extends BasketLine {
  /** Where the line stood in the basket. */
  readonly position: number
  readonly unitPriceMinor: number
  readonly goodsMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
  /** The goods in the currency the seller is settled in. */
  readonly settlementMinor: number
}

/** One seller's share of the basket; `settlement` is what the seller asked for, in the seller's currency. */
export interface PricedPart extends Components {
  readonly sellerId: string
  readonly lines: readonly PricedLine[]
  readonly settlement: { currency: string; goodsMinor: number; shippingMinor: number }
}

export interface PricedBasket extends Components {
  readonly currency: string
  readonly parts: readonly PricedPart[]
}

/**
 * Prices a basket: each unit price is converted once, half-even, to the basket's currency and then
 * multiplied, so that quantity × unit price is what is charged. Throws RangeError without a rate.
 */
export function priceBasket(basket: Basket): PricedBasket {
  const sellers = [...new Set(basket.lines.map((line) => line.sellerId))].sort()
  const parts = sellers.map((sellerId) => pricePart(basket, sellerId))
  return { currency: basket.currency, parts, ...totalOf(parts) }
}

function pricePart(basket: Basket, sellerId: string): PricedPart {
  const charges = basket.charges.get(sellerId)
  if (!charges) throw new RangeError(`No shipping is chosen for seller ${sellerId}.`)
  const settledIn = basket.lines.find((line) => line.sellerId === sellerId)!.unitPrice.currency
  const lines = basket.lines
    .map((line, position) => priceLine(basket, line, position, settledIn))
    .filter((line) => line.sellerId === sellerId)
  for (const levy of charges.levies) addLevy(basket, lines, levy)
  const totals = {
    goodsMinor: sumOf(lines, (line) => line.goodsMinor),
    shippingMinor: inBasketCurrency(basket, charges.shipping),
    dutiesMinor: sumOf(lines, (line) => line.dutiesMinor),
    taxesMinor: sumOf(lines, (line) => line.taxesMinor),
    feesMinor: charges.serviceFeeMinor,
  }
  return {
    sellerId,
    lines,
    ...totals,
    totalMinor: sumOf(Object.values(totals), (amount) => amount),
    settlement: {
      currency: settledIn,
      goodsMinor: sumOf(lines, (line) => line.settlementMinor),
      shippingMinor: crossConvert(basket, charges.shipping, settledIn),
    },
  }
}

type OpenLine = { -readonly [K in keyof PricedLine]: PricedLine[K] }

// A seller with prices in several currencies is settled in that of the part's first line.
function priceLine(
  basket: Basket,
  line: BasketLine,
  position: number,
  settledIn: string,
): OpenLine {
  const unitPriceMinor = inBasketCurrency(basket, line.unitPrice)
  const goodsMinor = unitPriceMinor * line.quantity
  const settlementMinor = crossConvert(basket, line.unitPrice, settledIn) * line.quantity
  const levies = { dutiesMinor: 0, taxesMinor: 0 }
  return { ...line, position, unitPriceMinor, goodsMinor, ...levies, settlementMinor }
}

function addLevy(basket: Basket, lines: readonly OpenLine[], levy: Levy): void {
  const levied = lines.filter((line) => levy.lines.includes(line.position))
  const values = levied.map((line) => line.goodsMinor)
  // Goods that are free still carry their duty: then every line weighs the same.
  const weights = values.some((value) => value > 0) ? values : values.map(() => 1)
  const amount = { amountMinor: inBasketCurrency(basket, levy.amount), currency: basket.currency }
  allocate(amount, weights).forEach((share, index) => {
    const line = levied[index]!
    if (levy.kind === 'duty') line.dutiesMinor += share.amountMinor
    else line.taxesMinor += share.amountMinor
  })
}

function inBasketCurrency(basket: Basket, amount: Money): number {
  if (amount.currency === basket.currency) return amount.amountMinor
  return convert(amount, basket.currency, rateOf(basket, amount.currency)).amountMinor
}

function crossConvert(basket: Basket, amount: Money, currency: string): number {
  if (amount.currency === currency) return amount.amountMinor
  const shown = { amountMinor: inBasketCurrency(basket, amount), currency: basket.currency }
  if (currency === basket.currency) return shown.amountMinor
  return convert(shown, currency, inverse(rateOf(basket, currency))).amountMinor
}

function rateOf(basket: Basket, currency: string): Rate {
  const rate = basket.rates.get(currency)
  if (rate === undefined) {
    throw new RangeError(`No exchange rate from ${currency} to ${basket.currency}.`)
  }
  return rate
}

function inverse(rate: Rate): Rate {
  return divideRational(rational(1n, 1n), typeof rate === 'string' ? parseDecimal(rate) : rate)
}

/** Adds up components; the total is their sum. */
export function totalOf(parts: readonly Components[]): Components {
  return {
    goodsMinor: sumOf(parts, (part) => part.goodsMinor),
    shippingMinor: sumOf(parts, (part) => part.shippingMinor),
    dutiesMinor: sumOf(parts, (part) => part.dutiesMinor),
    taxesMinor: sumOf(parts, (part) => part.taxesMinor),
    feesMinor: sumOf(parts, (part) => part.feesMinor),
    totalMinor: sumOf(parts, (part) => part.totalMinor),
  }
}

function sumOf<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0)
}
