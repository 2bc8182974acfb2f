import type { Money } from '../core/money.ts'
import type { Address, FixedRate } from '../shipping/index.ts'
import type { PricedBasket } from './pricing.ts'

/** An address as the order keeps it, validated and normalised for its country. */
export type StoredAddress = Address

/** A shipping option as it was chosen, for ever. */
export interface StoredOption {
  readonly code: string
  readonly name: string
  readonly carrier: string
  readonly incoterm: 'DDP' | 'DAP'
  readonly isTracked: boolean
}

/** Where a basket goes: as much of an address as prices a parcel, and the whole one where it is known. */
export interface StoredDestination {
  readonly country: string
  readonly postalCode?: string | undefined
  readonly region?: string | undefined
  readonly address?: StoredAddress | undefined
}

/** What a client asks to be priced; ids are stored ids. */
export interface BasketRequest {
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
  readonly destination: StoredDestination
  readonly preference: 'cheapest' | 'fastest'
  /** Codes of options by seller, where the client named one. */
  readonly choices: Readonly<Record<string, string>>
  readonly currency?: string | undefined
}

/** Exchange rates as they were published: units of each currency for one unit of the base. */
export interface StoredRates {
  readonly base: string
  readonly rates: Readonly<Record<string, string>>
}

/** A price as it was quoted, with how each seller's part would travel. */
export interface StoredPrice {
  readonly basket: PricedBasket
  readonly plans: Readonly<Record<string, StoredPlan>>
  readonly fixedRates: readonly FixedRate[]
}

export interface StoredPlan {
  readonly option: StoredOption
  readonly shipBy: string
  readonly deliveryP50At: string
  readonly deliverBy: string
  readonly levies: readonly {
    readonly kind: 'duty' | 'tax'
    readonly label: string
    readonly amount: Money
    readonly isCollectedAtCheckout: boolean
    readonly isEstimate: boolean
  }[]
}
