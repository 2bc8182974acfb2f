import type { Caller, Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import type { Shown } from '../search/index.ts'
import { languageChain, productOf } from './product-of.ts'
import { type ProductRow, productSelect, selectProducts } from './queries-products.ts'
import type { Product } from './schema.ts'

/** Sellers whose goods everyone may look at: a suspended one still has orders under way. */
const shownSellers: readonly string[] = ['vetted', 'suspended']

/** Whether the caller acts for the product's seller. */
function isOwn(caller: Caller, row: ProductRow): boolean {
  if (caller.isOperator || caller.sellerId === row.seller_id) return true
  return caller.sellerId === null && row.seller_account_id === caller.accountId
}

/**
 * The products that the caller may see, in the order of the stored ids; null where there is none. A
 * seller-scoped key sees its own seller's only.
 */
export async function readProducts(
  { db, caller, languages }: Pick<Context, 'db' | 'caller' | 'languages'>,
  productIds: readonly string[],
  language?: string,
  parts: { hasAttributes?: boolean } = {},
): Promise<(Product | null)[]> {
  const chain = chainOf(languages, language)
  const rows = await selectProducts(db, productIds, chain, parts)
  const show = (row: ProductRow | undefined) =>
    row && isShown(caller, row) ? productOf(row, chain) : null
  if (productIds.length === 1) return [show(rows[0])]
  const byId = new Map(rows.map((row) => [row.id, row]))
  return productIds.map((id) => show(byId.get(id)))
}

/** What a search reads of each product it finds; attributes are left out. */
export function shownProduct(languages: readonly string[], language: string | undefined): Shown {
  const chain = chainOf(languages, language)
  return {
    key: chain.join(),
    select: (add) =>
      `${productSelect(add(chain, 'text[]'), { hasAttributes: false })} where p.id = hits.product_id`,
  }
}

/** Rows that a search has read as the products that the caller may see; null where it may not. */
export function showProducts(
  { caller, languages }: Pick<Context, 'caller' | 'languages'>,
  rows: readonly ProductRow[],
  language: string | undefined,
): (Product | null)[] {
  const chain = chainOf(languages, language)
  return rows.map((row) => (isShown(caller, row) ? productOf(row, chain) : null))
}

const chainOf = (languages: readonly string[], language: string | undefined) =>
  languageChain(language === undefined ? languages : [language, ...languages])

const isShown = (caller: Caller, row: ProductRow): boolean =>
  isOwn(caller, row) || (caller.sellerId === null && shownSellers.includes(row.seller_status))

/** Products by wire id in the order asked for, for links; null where the caller may not see one. */
export async function loadProducts(
  context: Pick<Context, 'db' | 'caller' | 'languages'>,
  wireIds: readonly (string | null)[],
): Promise<(Product | null)[]> {
  const wanted = [...new Set(wireIds.filter((id) => id !== null))]
  const products = await readProducts(
    context,
    wanted.map((id) => ids.product.decode(id)),
  )
  const byId = new Map(wanted.map((id, index) => [id, products[index] ?? null]))
  return wireIds.map((id) => (id === null ? null : (byId.get(id) ?? null)))
}
