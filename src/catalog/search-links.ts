import { type AnyLink, defineLink } from '../core/operation.ts'
import { sellerLink } from '../sellers/index.ts'
import { categoryLink } from './category-link.ts'
import { Product } from './schema.ts'
import { FoundProduct } from './search-schema.ts'
import { loadProducts } from './visible-products.ts'

const foundProduct = defineLink({
  from: FoundProduct,
  field: 'product',
  to: Product,
  description: 'The whole of it, attributes among them.',
  scope: 'products:read',
  load: (context, found) =>
    loadProducts(
      context,
      found.map(({ id }) => id),
    ),
})

export const searchLinks: readonly AnyLink[] = [
  sellerLink(FoundProduct, 'Who sells it.'),
  categoryLink(FoundProduct),
  foundProduct,
]
