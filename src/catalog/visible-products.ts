import type { Caller, Context } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { cardOf, languageChain, productOf } from './product-of.ts'
import { type CardRow, type CardState, selectCards, selectProducts } from './queries-products.ts'
import type { Product } from './schema.ts'

/** Sellers whose goods everyone may look at: a suspended one still has orders under way. */
const shownSellers: readonly string[] = ['vetted', 'suspended']

/** Whether the caller acts for the product's seller. */
function isOwn(caller: Caller, row: CardState): boolean {
  if (caller.isOperator || caller.sellerId === row.seller_id) return true
  return caller.sellerId === null && row.seller_account_id === caller.accountId
}

type Viewer = Pick<Context, 'caller' | 'languages'>
type Reader = Viewer & Pick<Context, 'db'>

/**
 * The products that the caller may see, in the order of the stored ids; null where there is none. A
 * seller-scoped key sees its own seller's only.
 */
export const readProducts = readingWith(selectProducts, productOf)

/** The same without their attributes. */
export const readCards = readingWith(selectCards, cardOf)

function readingWith<Row extends CardRow, Item>(
  select: (db: Tx, ids: readonly string[], languages: readonly string[]) => Promise<Row[]>,
  show: (row: Row, languages: readonly string[]) => Item,
) {
  return async (
    reader: Reader,
    productIds: readonly string[],
    language?: string,
  ): Promise<(Item | null)[]> => {
    const chain = chainOf(reader, language)
    const rows = await select(reader.db, productIds, chain)
    const byId = new Map(rows.map((row) => [row.id, row]))
    return productIds.map((id) => {
      const row = byId.get(id)
      return row && isShown(reader.caller, row) ? show(row, chain) : null
    })
  }
}

/** The languages a text is shown in, best first: the one asked for, then the viewer's. */
export const chainOf = ({ languages }: Pick<Viewer, 'languages'>, language: string | undefined) =>
  languageChain(language === undefined ? languages : [language, ...languages])

const isShown = (caller: Caller, row: CardState): boolean =>
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
