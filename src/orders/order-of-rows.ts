import { isCurrency } from '../core/currency.ts'
import { ids } from '../core/ids.ts'
import { type Money, parseMoney } from '../core/money.ts'
import type { OrderColumn, OrderFileRow } from './order-file.ts'
import type { PlaceOrderRequest } from './place-input.ts'
import type { SkuOffer } from './queries-sku.ts'

/** Why a row cannot be ordered, where it is and how to mend it. */
export interface OrderFileProblem {
  readonly line: number
  readonly column: OrderColumn | null
  readonly code: string
  readonly message: string
}

export type OrderOfRows =
  | { readonly request: PlaceOrderRequest; readonly problems: readonly [] }
  | { readonly request: undefined; readonly problems: readonly OrderFileProblem[] }

/** The order that some rows with one reference state, or everything that is wrong with them. */
export function orderOfRows(
  rows: readonly OrderFileRow[],
  skus: ReadonlyMap<string, readonly SkuOffer[]>,
): OrderOfRows {
  const [first] = rows
  const problems: OrderFileProblem[] = []
  const refuse = (row: OrderFileRow, column: OrderColumn, code: string, message: string) => {
    problems.push({ line: row.line, column, code, message })
  }
  if (!first?.cells.reference) {
    if (first) refuse(first, 'reference', 'required', 'Give every order a reference.')
    return { request: undefined, problems }
  }
  const lines = rows.map((row) => lineOf(row, skus, refuse))
  const maxTotal = limitOf(first, refuse)
  const shippingPreference = preferenceOf(first, refuse)
  if (problems.length > 0) return { request: undefined, problems }
  const request: PlaceOrderRequest = {
    lines: lines as NonNullable<PlaceOrderRequest['lines']>,
    shippingAddress: addressOf(first),
    shippingPreference,
    maxTotal,
    clientReference: first.cells.reference,
    ...(first.cells.note ? { note: first.cells.note } : {}),
  }
  return { request, problems: [] }
}

type Refuse = (row: OrderFileRow, column: OrderColumn, code: string, message: string) => void

function lineOf(
  row: OrderFileRow,
  skus: ReadonlyMap<string, readonly SkuOffer[]>,
  refuse: Refuse,
): { variantId: string; quantity: number } | undefined {
  const quantity = Number(row.cells.quantity)
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    refuse(row, 'quantity', 'wrong_format', 'Give a whole number above 0.')
  }
  const variantId = variantOf(row, skus, refuse)
  return variantId === undefined ? undefined : { variantId, quantity }
}

function variantOf(
  row: OrderFileRow,
  skus: ReadonlyMap<string, readonly SkuOffer[]>,
  refuse: Refuse,
): string | undefined {
  const { variant, sku, seller } = row.cells
  if (variant) {
    if (ids.variant.tryDecode(variant) !== undefined) return variant
    refuse(
      row,
      'variant',
      'wrong_format',
      'A variant’s id looks like var_01h455vb4pex5vsknk084sn02q.',
    )
    return undefined
  }
  if (!sku) {
    refuse(row, 'sku', 'required', 'Name the SKU or the variant.')
    return undefined
  }
  const offers = (skus.get(sku) ?? []).filter((offer) => !seller || isNamed(offer, seller))
  if (offers.length === 1) return ids.variant.encode(offers[0]!.variantId)
  if (offers.length === 0)
    refuse(row, 'sku', 'unknown_sku', 'No seller offers it: check SKU and seller.')
  else {
    const names = offers.map(({ sellerName }) => sellerName).join(', ')
    refuse(row, 'seller', 'ambiguous_sku', `Several sell it: name one of ${names}.`)
  }
  return undefined
}

function isNamed(offer: SkuOffer, seller: string): boolean {
  return (
    offer.sellerName.toLowerCase() === seller.toLowerCase() ||
    ids.seller.encode(offer.sellerId) === seller
  )
}

function limitOf(row: OrderFileRow, refuse: Refuse): Money | undefined {
  const { maxTotal, currency } = row.cells
  if (!maxTotal) {
    refuse(row, 'maxTotal', 'required', 'State the most the order may cost, such as 49.90.')
    return undefined
  }
  if (!currency || !isCurrency(currency)) {
    refuse(row, 'currency', 'unknown_currency', 'Use an ISO 4217 code such as EUR.')
    return undefined
  }
  try {
    return parseMoney(maxTotal, currency)
  } catch (error) {
    refuse(row, 'maxTotal', 'wrong_format', (error as RangeError).message)
    return undefined
  }
}

function preferenceOf(row: OrderFileRow, refuse: Refuse): 'cheapest' | 'fastest' {
  const { shipping = 'cheapest' } = row.cells
  if (shipping === 'fastest' || shipping === 'cheapest') return shipping
  refuse(row, 'shipping', 'not_one_of', 'Use cheapest or fastest.')
  return 'cheapest'
}

const addressColumns = [
  'name',
  'company',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'country',
  'phone',
  'email',
  'taxId',
] as const

function addressOf({ cells }: OrderFileRow): NonNullable<PlaceOrderRequest['shippingAddress']> {
  const filled = addressColumns.flatMap((name) => (cells[name] ? [[name, cells[name]]] : []))
  return Object.fromEntries(filled) as NonNullable<PlaceOrderRequest['shippingAddress']>
}
