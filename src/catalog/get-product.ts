import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Language } from '../core/schema.ts'
import { Product } from './schema.ts'
import { readProducts } from './visible-products.ts'

export const getProduct = defineOperation({
  name: 'getProduct',
  tag: 'products',
  summary: 'Get a product',
  description:
    'One product with its variants, prices and stock as they are now. Texts come in `language`, or else in the best of `Accept-Language` that the product has.',
  http: 'GET /v1/products/{id}',
  scope: 'products:read',
  reads: 'replica',
  input: Type.Object(
    { id: Id('product'), language: Type.Optional(Language) },
    { additionalProperties: false },
  ),
  output: Product,
  errors: ['not_found'],
  async handle(context, { id, language }) {
    const [product] = await readProducts(context, [ids.product.decode(id)], language)
    if (!product) throw notFound('product', id)
    return product
  },
})
