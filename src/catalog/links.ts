import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { sellerLink } from '../sellers/index.ts'
import { categoryLink } from './category-link.ts'
import { categoryOf, loadCategories } from './category-of.ts'
import { selectChildren } from './queries-categories.ts'
import { Category, Import, Product, Variant } from './schema.ts'
import { searchLinks } from './search-links.ts'
import { loadProducts } from './visible-products.ts'

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

export const links: readonly AnyLink[] = [
  sellerLink(Product, 'Who sells it.'),
  categoryLink(Product),
  ...searchLinks,
  variantProduct,
  categoryParent,
  categoryChildren,
  sellerLink(Import),
]
