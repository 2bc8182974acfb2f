import type Type from 'typebox'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadCategories } from './category-of.ts'
import { Category } from './schema.ts'

interface Sorted {
  readonly categoryId: string | null
}

/** The link from what hangs in a category to that category. */
export function categoryLink<F extends Type.TSchema>(
  from: Type.Static<F> extends Sorted ? F : never,
): AnyLink {
  return defineLink<Type.TSchema, typeof Category>({
    from,
    field: 'category',
    to: Category,
    scope: 'products:read',
    load: (context, parents) =>
      loadCategories(
        context,
        (parents as Sorted[]).map(({ categoryId }) => categoryId),
      ),
  })
}
