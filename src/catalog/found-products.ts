import { type ByteText, decoded } from '../core/byte-text.ts'
import type { Caller, Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { encodeCursor, type Page, pageFrom, pageOnDemand } from '../core/page.ts'
import type { SearchHit, SearchResult, Shown } from '../search/index.ts'
import { textOf } from './product-of.ts'
import { type FoundTexts, foundCardSelect } from './queries-cards.ts'
import { offersOf } from './search-offers.ts'
import { cursorScope, type OpenSearch } from './search-request-of.ts'
import type { FoundProduct } from './search-schema.ts'
import { chainOf } from './visible-products.ts'

type Viewer = Pick<Context, 'languages'>

/** What a search reads of each product it finds. */
export function shownCard(viewer: Viewer, language: string | undefined): Shown {
  const chain = chainOf(viewer, language)
  return { key: chain.join(), select: (add) => foundCardSelect(add(chain, 'text[]')) }
}

/** A seller-scoped key sees its own seller's products only. */
const seesAll = ({ isOperator, sellerId }: Caller): boolean => isOperator || sellerId === null

/** The products that a search found, and their list as JSON where that takes no objects. */
export interface FoundPage {
  readonly page: Page<FoundProduct>
  /** Objects separated by commas. */
  readonly json: ByteText | undefined
}

/** A page of what a search found, each product with its price for this shopper. */
export async function foundPage(
  context: Viewer & Pick<Context, 'caller' | 'db' | 'now'>,
  result: SearchResult<FoundTexts>,
  search: OpenSearch,
): Promise<FoundPage> {
  const { hits, json, asides, hasMore } = result
  const scope = cursorScope(search.request)
  const cursorOf = ({ key }: SearchHit) => encodeCursor(scope, key)
  const isPriced = search.currency !== undefined || search.shipTo !== undefined
  if (!isPriced && asides === null && seesAll(context.caller)) {
    return { page: pageOnDemand(hits, hasMore, () => parsed(json), cursorOf), json }
  }
  const found = inLanguages(result, chainOf(context, search.language))
  const shown = hits.flatMap((hit, index) => {
    const product = found[index]!
    return isShown(context.caller, product) ? [{ ...hit, product }] : []
  })
  const products = shown.map(({ product }) => product)
  const priced = isPriced ? await offersOf(context, products, search) : products
  const page = pageFrom(
    shown.map((hit, index) => ({ ...hit, product: priced[index]! })),
    hasMore,
    ({ product }) => product,
    cursorOf,
  )
  return { page, json: undefined }
}

const parsed = (json: ByteText): FoundProduct[] => JSON.parse(`[${decoded(json)}]`)

const isShown = (caller: Caller, { sellerId }: FoundProduct): boolean =>
  seesAll(caller) || sellerId === ids.seller.encode(caller.sellerId!)

/** Each product in the first of the languages that it has. */
function inLanguages(
  { hits, json, asides }: SearchResult<FoundTexts>,
  languages: readonly string[],
): FoundProduct[] {
  const products = parsed(json)
  if (asides === null) return products
  return products.map((product, index) => {
    const texts = asides[hits[index]!.productId] ?? null
    const { title, description, language } = textOf(product, texts, languages)
    return { ...product, title, description, language }
  })
}
