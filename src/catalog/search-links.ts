import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
import { loadCategories } from './category-of.ts'
import { Category, Product } from './schema.ts'
import { FoundProduct } from './search-schema.ts'
import { loadProducts } from './visible-products.ts'

const foundSeller = defineLink({
  from: FoundProduct,
  field: 'seller',
  to: Seller,
  description: 'Who sells it.',
  scope: 'sellers:read',
  load: (context, products) =>
    loadSellers(
      context,
      products.map(({ sellerId }) => sellerId),
    ),
})

const foundCategory = defineLink({
  from: FoundProduct,
  field: 'category',
  to: Category,
  scope: 'products:read',
  load: (context, products) =>
    loadCategories(
      context,
      products.map(({ categoryId }) => categoryId),
    ),
})

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

export const searchLinks: readonly AnyLink[] = [foundSeller, foundCategory, foundProduct]
