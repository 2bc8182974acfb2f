import type Type from 'typebox'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadSellers } from './load-sellers.ts'
import { Seller } from './schema.ts'

interface Sold {
  readonly sellerId: string | null
}

/** The link from what names a seller to that seller. */
export function sellerLink<F extends Type.TSchema>(
  from: Type.Static<F> extends Sold ? F : never,
  description?: string,
): AnyLink {
  return defineLink<Type.TSchema, typeof Seller>({
    from,
    field: 'seller',
    to: Seller,
    ...(description === undefined ? {} : { description }),
    scope: 'sellers:read',
    load: (context, parents) =>
      loadSellers(
        context,
        (parents as Sold[]).map(({ sellerId }) => sellerId),
      ),
  })
}
