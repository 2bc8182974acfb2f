import type { Address } from '../shipping/index.ts'
import type { PricedBasket } from './pricing.ts'

/** An address as the order keeps it, validated and normalised for its country. */
export type StoredAddress = Address

/** A shipping option as it was chosen, for ever. */
export interface StoredOption {
  readonly code: string
  readonly name: string
  readonly carrier: string
  readonly incoterm: string
  readonly isTracked: boolean
}

/** Where a quote goes: a whole address, or as much of one as prices a parcel. */
export interface StoredDestination {
  readonly country: string
  readonly postalCode?: string | undefined
  readonly region?: string | undefined
  readonly address?: StoredAddress | undefined
}

export interface StoredRequest {
  readonly lines: readonly { variantId: string; quantity: number }[]
  readonly destination: StoredDestination
  readonly preference: 'cheapest' | 'fastest'
  /** Option codes by seller where the client named one. */
  readonly choices: Readonly<Record<string, string>>
}

/** A price as it was quoted. */
export type StoredPrice = PricedBasket
