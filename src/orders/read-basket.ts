import type Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { isCountry } from '../shipping/index.ts'
import type { NewOrderLine, ShippingChoice } from './schema.ts'
import type { BasketRequest, StoredDestination } from './stored.ts'

export interface BasketInput {
  readonly lines: readonly Type.Static<typeof NewOrderLine>[]
  readonly shippingPreference?: 'cheapest' | 'fastest' | undefined
  readonly shippingChoices?: readonly Type.Static<typeof ShippingChoice>[] | undefined
  readonly currency?: string | undefined
}

/** A basket as a client stated it, with stored ids; throws `invalid_request` for what no schema can refuse. */
export function readBasket(input: BasketInput, destination: StoredDestination): BasketRequest {
  if (input.currency !== undefined) requireCurrency(input.currency)
  if (!isCountry(destination.country)) {
    throw invalidField(
      '#/destination/country',
      'unknown_country',
      'Use an ISO 3166-1 alpha-2 code such as DE.',
    )
  }
  const choices = (input.shippingChoices ?? []).map(
    ({ sellerId, optionCode }) => [ids.seller.decode(sellerId), optionCode] as const,
  )
  return {
    lines: input.lines.map(({ variantId, quantity }) => ({
      variantId: ids.variant.decode(variantId),
      quantity,
    })),
    destination,
    preference: input.shippingPreference ?? 'cheapest',
    choices: Object.fromEntries(choices),
    currency: input.currency,
  }
}
