import Type from 'typebox'
import { isCurrency } from '../core/currency.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Nullable, Text } from '../core/schema.ts'
import { bulkInput, bulkUpdate, type Judgement } from './bulk-update.ts'
import { bounds } from './feeds/check-product.ts'
import { type OwnVariant, type PriceRow, updatePriceRows } from './queries-stock.ts'
import { BulkResult, PriceMinor } from './schema.ts'

const PriceItem = Type.Object(
  {
    sku: Text({ minLength: 1, maxLength: bounds.sku }),
    priceMinor: { ...PriceMinor, description: 'The price, in minor units of the currency.' },
    compareAtPriceMinor: Type.Optional(
      Nullable({
        ...PriceMinor,
        description: 'The price before a reduction; null takes it away, nothing leaves it.',
      }),
    ),
    currency: Type.Optional({ ...Currency, description: 'As it is where left out.' }),
  },
  { $id: 'PriceItem', additionalProperties: false, description: 'Price of one SKU.' },
)
type PriceItem = Type.Static<typeof PriceItem>

export const updatePrices = defineOperation({
  name: 'updatePrices',
  tag: 'stock',
  summary: 'State the prices of many SKUs',
  description:
    'Sets the prices of up to 250 SKUs of one seller. Each item is judged by itself and has its own result; items that say what is there already write nothing.',
  http: 'POST /v1/price-updates',
  scope: 'products:write',
  input: bulkInput(PriceItem),
  output: BulkResult,
  errors: ['not_found', 'forbidden'],
  idempotency: 'accepted',
  cost: 10,
  handle: (context, { seller, items }) =>
    bulkUpdate(context, seller, items, judgePrice, (changes) =>
      updatePriceRows(context.db, changes, context.now),
    ),
})

function judgePrice(item: PriceItem, variant: OwnVariant): Judgement<PriceRow> {
  const { priceMinor, currency = variant.currency } = item
  const compareAtPriceMinor = item.compareAtPriceMinor ?? keptCompareAt(item, variant)
  if (!isCurrency(currency)) {
    const message = `"${currency}" is not an ISO 4217 currency: use a code such as EUR.`
    return { kind: 'problem', problem: { code: 'unknown_currency', message } }
  }
  if (item.compareAtPriceMinor != null && item.compareAtPriceMinor <= priceMinor) {
    const message = 'The compare-at price must be above the price, or null.'
    return { kind: 'problem', problem: { code: 'compare_at_price_too_low', message } }
  }
  const isSame =
    variant.price_minor === priceMinor &&
    variant.currency === currency &&
    variant.compare_at_price_minor === compareAtPriceMinor
  if (isSame) return { kind: 'unchanged' }
  return { kind: 'change', change: { id: variant.id, priceMinor, compareAtPriceMinor, currency } }
}

/** An earlier compare-at price stays only while it says something about the new price. */
function keptCompareAt(item: PriceItem, variant: OwnVariant): number | null {
  if (item.compareAtPriceMinor === null) return null
  if (item.currency !== undefined && item.currency !== variant.currency) return null
  const before = variant.compare_at_price_minor
  return before !== null && before > item.priceMinor ? before : null
}
