import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { compare, type Money } from '../core/money.ts'
import {
  currentPolicies,
  exchange,
  openRateBook,
  packParcel,
  type RateBook,
  shippingOptions,
} from '../shipping/index.ts'
import type { Card } from './product-of.ts'
import type { Variant } from './schema.ts'
import type { OpenSearch } from './search-request-of.ts'
import type { FoundProduct, SearchOffer } from './search-schema.ts'
import { readCards } from './visible-products.ts'

type View = Pick<OpenSearch, 'currency' | 'shipTo' | 'language'>
type Exchange = (price: Money) => Money

/** Products in the order of their stored ids, with their price for this shopper; null where one is hidden. */
export async function readOffers(
  context: Pick<Context, 'db' | 'caller' | 'languages' | 'now'>,
  productIds: readonly string[],
  view: View,
): Promise<(FoundProduct | null)[]> {
  if (productIds.length === 0) return []
  return offersOf(context, await readCards(context, productIds, view.language), view)
}

/** Products with their price for this shopper. */
export async function offersOf(
  context: Pick<Context, 'db' | 'now'>,
  found: readonly (Card | null)[],
  { currency, shipTo }: View,
): Promise<(FoundProduct | null)[]> {
  const products = found.filter((product) => product !== null)
  const book = shipTo === undefined ? undefined : await bookFor(context, products, shipTo)
  const table =
    book?.exchange ??
    (currency === undefined ? undefined : (await currentPolicies(context.db, context.now)).exchange)
  const convert: Exchange = (price) =>
    currency === undefined || !table ? price : exchange(table, price, currency)
  const way = book && { book, country: shipTo!, at: context.now }
  return found.map((card) => card && { ...card, offer: offerOf(card, convert, way) })
}

function bookFor(
  { db, now }: Pick<Context, 'db' | 'now'>,
  products: readonly Card[],
  country: string,
): Promise<RateBook> {
  const sellers = new Set(products.map(({ sellerId }) => ids.seller.decode(sellerId)))
  return openRateBook(db, [...sellers], country, now)
}

interface Way {
  readonly book: RateBook
  readonly country: string
  readonly at: Date
}

function offerOf(product: Card, convert: Exchange, way: Way | undefined): SearchOffer {
  const active = product.variants.filter(({ status }) => status === 'active')
  const variant = cheapest(active.length > 0 ? active : product.variants)
  if (!variant) throw new Error(`a product on sale has a variant: ${product.id}`)
  const price = convert(variant.price)
  return {
    price,
    isInStock: active.some(({ stock }) => stock > 0),
    delivery: way ? deliveryOf(product, variant, price, way) : null,
  }
}

/** The lowest price among the variants in the currency of the first. */
function cheapest(variants: readonly Variant[]): Variant | undefined {
  const [first, ...others] = variants
  return others
    .filter(({ price }) => price.currency === first?.price.currency)
    .reduce((best, one) => (best && compare(one.price, best.price) < 0 ? one : best), first)
}

function deliveryOf(
  product: Card,
  variant: Variant,
  price: Money,
  { book, country, at }: Way,
): SearchOffer['delivery'] {
  const { restrictions, shipsFrom, sellerId } = product
  const parcel = packParcel(ids.seller.decode(sellerId), shipsFrom, [
    { ...variant, restrictions, quantity: 1, value: variant.price },
  ])
  const [option] = shippingOptions(book, parcel, { country }, price.currency, at).options
  if (!option) return null
  return {
    serviceCode: option.code,
    carrier: option.carrier,
    price: option.price,
    landedPrice: { ...price, amountMinor: price.amountMinor + option.price.amountMinor },
    deliverBy: option.deliverBy.toISOString(),
  }
}
