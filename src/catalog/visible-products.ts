import type { Caller, Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { languageChain, productOf } from './product-of.ts'
import { type ProductRow, selectProducts } from './queries-products.ts'
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
  const chain = languageChain(language === undefined ? languages : [language, ...languages])
  const rows = await selectProducts(db, productIds, chain, parts)
  const visible = rows.filter(
    (row) =>
      isOwn(caller, row) || (caller.sellerId === null && shownSellers.includes(row.seller_status)),
  )
  if (productIds.length === 1) {
    const [row] = visible
    return [row ? productOf(row, chain) : null]
  }
  const byId = new Map(visible.map((row) => [row.id, row]))
  return productIds.map((id) => {
    const row = byId.get(id)
    return row ? productOf(row, chain) : null
  })
}

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
