import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { Country, Currency, Id, Language } from '../core/schema.ts'
import type { SearchHit } from '../search/index.ts'
import { readOffers } from './search-offers.ts'
import type { OpenSearch } from './search-request-of.ts'
import { FoundProduct } from './search-schema.ts'

/** What lists that start from a product take. */
export const relatedInput = Type.Object(
  {
    id: Id('product'),
    shipTo: Type.Optional({ ...Country, description: 'Only what can be sent to this country.' }),
    currency: Type.Optional({ ...Currency, description: 'Of display.' }),
    language: Type.Optional(Language),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 12 })),
  },
  { additionalProperties: false },
)

export const FoundProducts = Type.Object(
  { data: Type.Array(FoundProduct) },
  { $id: 'FoundProducts', additionalProperties: false, description: 'Products, best first.' },
)

/** Hits as products with their price for this shopper. */
export async function showHits(
  context: Pick<Context, 'db' | 'caller' | 'languages' | 'now'>,
  hits: readonly SearchHit[],
  search: OpenSearch,
): Promise<FoundProduct[]> {
  const found = await readOffers(
    context,
    hits.map(({ productId }) => productId),
    search,
  )
  return found.filter((product) => product !== null)
}
