import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Country, Currency, Enum, Id, Language } from '../core/schema.ts'
import { selectTrending, type TrendingRow } from './queries-trending.ts'
import { readOffers } from './search-offers.ts'
import { openSearch } from './search-request-of.ts'
import { FoundProduct } from './search-schema.ts'

const Units = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })

const TrendingProduct = Type.Object(
  {
    product: FoundProduct,
    reason: Enum(['rising', 'steady', 'falling'], {
      $id: 'TrendingReason',
      description:
        'rising: sold more than in the days before. steady: as many. falling: fewer, and still among the best.',
    }),
    unitsSold: { ...Units, description: 'In the window.' },
    unitsSoldBefore: { ...Units, description: 'In as many days before it.' },
  },
  {
    $id: 'TrendingProduct',
    additionalProperties: false,
    description: 'A product that sells, with the figures that say so.',
  },
)

export const listTrendingProducts = defineOperation({
  name: 'listTrendingProducts',
  tag: 'products',
  summary: 'List what is trending',
  description:
    'Products in stock by how much more of them was sold, and kept, in the last days than in as many before, weighed so that a handful of units is no trend.',
  http: 'GET /v1/products/trending',
  scope: 'products:read',
  reads: 'replica',
  input: Type.Object(
    {
      days: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 90, default: 7, description: 'The window.' }),
      ),
      categoryId: Type.Optional(Id('category')),
      shipTo: Type.Optional(Country),
      currency: Type.Optional({ ...Currency, description: 'Of display.' }),
      language: Type.Optional(Language),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 12 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object(
    { days: Type.Integer({ minimum: 1, maximum: 90 }), data: Type.Array(TrendingProduct) },
    { $id: 'TrendingProducts', additionalProperties: false, description: 'The strongest first.' },
  ),
  errors: ['rate_not_available'],
  cost: 5,
  async handle(context, { days = 7, categoryId, limit = 12, ...view }) {
    const category = categoryId === undefined ? null : ids.category.decode(categoryId)
    const rows = await selectTrending(context.db, days, category, context.now, limit)
    const search = await openSearch(context, view)
    const products = await readOffers(
      context,
      rows.map(({ product_id }) => product_id),
      search,
    )
    const data = rows.flatMap((row, index) => {
      const product = products[index]
      return product ? [{ product, ...figuresOf(row) }] : []
    })
    return { days, data }
  },
})

function figuresOf({ units, units_before: before }: TrendingRow) {
  const reason = units > before ? ('rising' as const) : units < before ? 'falling' : 'steady'
  return { reason, unitsSold: units, unitsSoldBefore: before } as const
}
