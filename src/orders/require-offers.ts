import { ApiError } from '../core/errors.ts'
import type { Offer } from './queries-offers.ts'
import type { BasketRequest } from './stored.ts'

/** Refuses lines of variants that are unknown or not on sale. */
export function requireOffers({ lines }: BasketRequest, offers: ReadonlyMap<string, Offer>): void {
  const unknown = lines.flatMap(({ variantId }, index) =>
    offers.has(variantId) ? [] : [fault(index, 'unknown_variant', 'There is no such variant.')],
  )
  if (unknown.length > 0) {
    throw new ApiError('invalid_request', `${unknown[0]!.pointer}: there is no such variant.`, {
      errors: unknown,
    })
  }
  const withdrawn = lines.flatMap(({ variantId }, index) =>
    offers.get(variantId)!.isOnSale
      ? []
      : [fault(index, 'not_on_sale', 'It is retired or its seller is not selling: leave it out.')],
  )
  if (withdrawn.length > 0) {
    throw new ApiError('not_on_sale', 'Some lines are not on sale: leave them out.', {
      errors: withdrawn,
    })
  }
}

function fault(index: number, code: string, message: string) {
  return { pointer: `#/lines/${index}/variantId`, code, message }
}
