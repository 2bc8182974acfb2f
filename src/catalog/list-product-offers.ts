import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { documentsWithCodes } from '../search/index.ts'
import { FoundProducts, relatedInput, showHits } from './related-products.ts'
import { openSearch } from './search-request-of.ts'
import { readProducts } from './visible-products.ts'

export const listProductOffers = defineOperation({
  name: 'listProductOffers',
  tag: 'products',
  summary: 'Compare who sells a product',
  description:
    'Every offer with a GTIN of this product, its own among them: by landed price with `shipTo`, else by price. Each carries its seller, whose reliability GraphQL shows in the same request.',
  http: 'GET /v1/products/{id}/offers',
  scope: 'products:read',
  reads: 'search',
  input: relatedInput,
  output: FoundProducts,
  errors: ['not_found', 'rate_not_available'],
  cost: 5,
  async handle(context, { id, limit = 12, ...view }) {
    const [product] = await readProducts(context, [ids.product.decode(id)], view.language)
    if (!product) throw notFound('product', id)
    const sort = view.shipTo === undefined ? 'priceAscending' : 'landedPrice'
    const search = await openSearch(context, { ...view, limit, sort })
    const hits = await documentsWithCodes(context.db, gtinsOf(product), search.request)
    return { data: await showHits(context, hits, search) }
  },
})

interface HasGtins {
  readonly gtins: readonly string[]
  readonly variants: readonly { readonly gtin: string | null }[]
}

function gtinsOf({ gtins, variants }: HasGtins): string[] {
  const all = [...gtins, ...variants.flatMap(({ gtin }) => gtin ?? [])]
  // As the index writes them: without leading zeros.
  return [...new Set(all.map((gtin) => gtin.replace(/\D/g, '').replace(/^0+(?=\d)/, '')))]
}
