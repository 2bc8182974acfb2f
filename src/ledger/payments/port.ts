import type { Money } from '../../core/money.ts'

/** A payment to begin at the provider. */
export interface PaymentOrder {
  /** Our id of it on the wire: the provider keeps it, and repeats of it begin nothing new. */
  readonly reference: string
  readonly amount: Money
  readonly description: string
  /** Where the payer's browser returns to; without it the payer pays in the caller's own page. */
  readonly returnUrl: string | null
}

/** A payment that waits for its payer. */
export interface BegunPayment {
  readonly providerReference: string
  /** For the provider's widgets in the caller's own page. */
  readonly clientSecret: string | null
  /** A page of the provider to send the payer to. */
  readonly redirectUrl: string | null
}

export type PaymentOutcome = 'succeeded' | 'failed' | 'cancelled'

/** What a provider tells of one of our payments. */
export interface PaymentNotice {
  /** The provider's id of the notice: told twice, it counts once. */
  readonly id: string
  readonly type: string
  readonly outcome: PaymentOutcome
  readonly reference: string
  readonly providerReference: string
  /** What arrived, or was asked for where nothing did. */
  readonly amount: Money
}

/** The outside world of payments. */
export interface PaymentProvider {
  readonly name: string
  /** Begins a payment; throws `PaymentProviderError` when the provider refuses or is away. */
  begin(order: PaymentOrder): Promise<BegunPayment>
  /**
   * Reads a call of the provider: null where it is about nothing of ours.
   * Throws `PaymentSignatureError` where it does not come from the provider.
   */
  readNotice(body: string, signature: string): PaymentNotice | null
}

/** The provider refused a payment, or cannot be reached. */
export class PaymentProviderError extends Error {
  override readonly name = 'PaymentProviderError'
}

/** A call that claims to come from the provider and does not. */
export class PaymentSignatureError extends Error {
  override readonly name = 'PaymentSignatureError'
}
