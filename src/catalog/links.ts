import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
import { categoryOf, loadCategories } from './category-of.ts'
import { selectChildren } from './queries-categories.ts'
import { Category, Import, Product, Variant } from './schema.ts'
import { searchLinks } from './search-links.ts'
import { loadProducts } from './visible-products.ts'

const productSeller = defineLink({
  from: Product,
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

const productCategory = defineLink({
  from: Product,
  field: 'category',
  to: Category,
  scope: 'products:read',
  load: (context, products) =>
    loadCategories(
      context,
      products.map(({ categoryId }) => categoryId),
    ),
})

const variantProduct = defineLink({
  from: Variant,
  field: 'product',
  to: Product,
  scope: 'products:read',
  load: (context, variants) =>
    loadProducts(
      context,
      variants.map(({ productId }) => productId),
    ),
})

const categoryParent = defineLink({
  from: Category,
  field: 'parent',
  to: Category,
  scope: 'products:read',
  load: (context, categories) =>
    loadCategories(
      context,
      categories.map(({ parentId }) => parentId),
    ),
})

const categoryChildren = defineLink({
  from: Category,
  field: 'children',
  to: Category,
  many: true,
  description: 'The categories right below, by name.',
  scope: 'products:read',
  async load({ db }, categories) {
    const stored = categories.map(({ id }) => ids.category.decode(id))
    const children = (await selectChildren(db, stored)).map(categoryOf)
    const byParent = Map.groupBy(children, ({ parentId }) => parentId)
    return categories.map(({ id }) => byParent.get(id) ?? [])
  },
})

const importSeller = defineLink({
  from: Import,
  field: 'seller',
  to: Seller,
  scope: 'sellers:read',
  load: (context, imports) =>
    loadSellers(
      context,
      imports.map(({ sellerId }) => sellerId),
    ),
})

export const links: readonly AnyLink[] = [
  productSeller,
  productCategory,
  ...searchLinks,
  variantProduct,
  categoryParent,
  categoryChildren,
  importSeller,
]
