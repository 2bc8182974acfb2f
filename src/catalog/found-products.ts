import type { Caller, Context } from '../core/context.ts'
import { encodeCursor, type Page, pageFrom, pageOnDemand } from '../core/page.ts'
import type { SearchResult, Shown } from '../search/index.ts'
import { type FoundRow, foundCardSelect } from './queries-cards.ts'
import { offersOf } from './search-offers.ts'
import { cursorScope, type OpenSearch } from './search-request-of.ts'
import type { FoundProduct } from './search-schema.ts'
import { foundCardOf, foundJson } from './stored-card.ts'
import { chainOf } from './visible-products.ts'

type Viewer = Pick<Context, 'languages'>

/** What a search reads of each product it finds. */
export function shownCard(viewer: Viewer, language: string | undefined): Shown {
  const chain = chainOf(viewer, language)
  return { key: chain.join(), select: (add) => foundCardSelect(add(chain, 'text[]')) }
}

/** A seller-scoped key sees its own seller's products only. */
const isShown = (caller: Caller, row: FoundRow): boolean =>
  caller.isOperator || caller.sellerId === null || caller.sellerId === row.seller_id

/** The products that a search found, and their list as JSON where that takes no objects. */
export interface FoundPage {
  readonly page: Page<FoundProduct>
  readonly dataJson: (() => string) | undefined
}

/** A page of what a search found, each product with its price for this shopper. */
export async function foundPage(
  context: Viewer & Pick<Context, 'caller' | 'db' | 'now'>,
  { hits, rows, hasMore }: SearchResult<FoundRow>,
  search: OpenSearch,
): Promise<FoundPage> {
  const chain = chainOf(context, search.language)
  const shown = hits.flatMap(({ key }, index) => {
    const row = rows[index]!
    return isShown(context.caller, row) ? [{ key, row }] : []
  })
  const scope = cursorScope(search.request)
  const cursorOf = ({ key }: (typeof shown)[number]) => encodeCursor(scope, key)
  if (search.currency === undefined && search.shipTo === undefined) {
    const texts = () => shown.map(({ row }) => foundJson(row, chain))
    const parse = ({ row }: (typeof shown)[number]) => JSON.parse(foundJson(row, chain))
    return {
      page: pageOnDemand(shown, hasMore, parse, cursorOf),
      dataJson: () => `[${texts()}]`,
    }
  }
  const cards = shown.map(({ row }) => foundCardOf(row, chain))
  const products = await offersOf(context, cards, search)
  const priced = shown.map((hit, index) => ({ ...hit, product: products[index]! }))
  return {
    page: pageFrom(priced, hasMore, ({ product }) => product, cursorOf),
    dataJson: undefined,
  }
}
