import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  type Page,
  pageInput,
  pageOf,
} from '../core/page.ts'
import { Id, Language, List } from '../core/schema.ts'
import { selectProductIdsOfSeller } from './queries-products.ts'
import { CatalogStatus, Product } from './schema.ts'
import { readProducts } from './visible-products.ts'

export const listProducts = defineOperation({
  name: 'listProducts',
  tag: 'products',
  summary: 'Get many products, or list a seller’s',
  description:
    'With `ids`: those products in that order, unknown ones left out. With `sellerId`: all products of the seller by external id. To find products by words or filters, search.',
  http: 'GET /v1/products',
  scope: 'products:read',
  input: Type.Object(
    {
      ids: Type.Optional(List(Id('product'), { minItems: 1, maxItems: 100, uniqueItems: true })),
      sellerId: Type.Optional(Id('seller')),
      status: Type.Optional(CatalogStatus),
      language: Type.Optional(Language),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Product),
  cost: 3,
  async handle(context, input) {
    if (input.ids !== undefined) return await byIds(context, input.ids, input.language)
    if (input.sellerId === undefined) {
      throw invalidField('#/ids', 'required', 'Give `ids` or `sellerId`.')
    }
    return await ofSeller(context, { ...input, sellerId: input.sellerId })
  },
})

async function byIds(
  context: Context,
  wireIds: readonly string[],
  language: string | undefined,
): Promise<Page<Product>> {
  const stored = wireIds.map((id) => ids.product.decode(id))
  const products = await readProducts(context, stored, language)
  return { data: products.filter((product) => product !== null), nextCursor: null }
}

interface SellerList {
  sellerId: string
  status?: 'active' | 'retired'
  language?: string
  limit?: number
  cursor?: string
}

async function ofSeller(context: Context, input: SellerList): Promise<Page<Product>> {
  const { sellerId, status = 'active', limit = defaultPageSize, cursor, language } = input
  const scope = JSON.stringify(['products', sellerId, status])
  const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)[0]
  const seller = ids.seller.decode(sellerId)
  const from = after === undefined ? undefined : String(after)
  const rows = await selectProductIdsOfSeller(context.db, seller, status, limit + 1, from)
  const page = rows.slice(0, limit)
  const products = await readProducts(
    context,
    page.map(({ id }) => id),
    language,
  )
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    data: products.filter((product) => product !== null),
    nextCursor: last === undefined ? null : encodeCursor(scope, [last.external_id]),
  }
}
