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

/** What every notice says. */
interface Notice {
  /** The provider's id of the notice: told twice, it counts once. */
  readonly id: string
  readonly type: string
  /** What it is about: our payment, or the provider's name of a claim. */
  readonly reference: string
}

/** What a provider tells of one of our payments. */
export interface SettlementNotice extends Notice {
  readonly kind: 'settlement'
  readonly outcome: PaymentOutcome
  readonly providerReference: string
  /** What arrived, or was asked for where nothing did. */
  readonly amount: Money
}

/** What becomes of a claim: opened, its money taken or given back, decided. */
export type ChargebackStep = 'opened' | 'withdrawn' | 'reinstated' | 'won' | 'lost'

/** What a provider tells of a payer's bank that claims a payment back. */
export interface ChargebackNotice extends Notice {
  readonly kind: 'chargeback'
  readonly step: ChargebackStep
  /** What the provider called the money when it arrived. */
  readonly paymentReference: string
  readonly amount: Money
  readonly reason: string | null
}

export type PaymentNotice = SettlementNotice | ChargebackNotice

/** What became of a notice. */
export type Receipt = 'booked' | 'repeated' | 'ignored'

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
