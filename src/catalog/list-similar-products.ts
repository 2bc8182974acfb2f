import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { similarDocuments } from '../search/index.ts'
import { FoundProducts, relatedInput, showHits } from './related-products.ts'
import { openSearch } from './search-request-of.ts'
import { readProducts } from './visible-products.ts'

export const listSimilarProducts = defineOperation({
  name: 'listSimilarProducts',
  tag: 'products',
  summary: 'Find products like one',
  description: 'Products whose titles share the most telling words with this one, best first.',
  http: 'GET /v1/products/{id}/similar',
  scope: 'products:read',
  reads: 'search',
  input: relatedInput,
  output: FoundProducts,
  errors: ['not_found', 'rate_not_available'],
  cost: 5,
  async handle(context, { id, limit = 12, ...view }) {
    const productId = ids.product.decode(id)
    const [product] = await readProducts(context, [productId], view.language)
    if (!product) throw notFound('product', id)
    const search = await openSearch(context, { ...view, limit })
    const hits = await similarDocuments(context.db, productId, search.request)
    return { data: await showHits(context, hits, search) }
  },
})
