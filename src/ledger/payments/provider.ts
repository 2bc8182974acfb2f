import { ApiError } from '../../core/errors.ts'
import type { PaymentProvider } from './port.ts'

const providers = new WeakMap<object, PaymentProvider>()

export interface PaymentConfig {
  readonly secretKey: string | undefined
  readonly webhookSecret: string | undefined
  readonly apiBase: string | undefined
}

/** Makes the configured provider the one that top-ups on this database are paid through. */
export async function openPayments(database: object, config: PaymentConfig): Promise<void> {
  const { secretKey, webhookSecret, apiBase } = config
  if (secretKey === undefined || webhookSecret === undefined) return
  // Loaded only where it is configured: it takes 7 MB.
  const { stripeProvider } = await import('./stripe.ts')
  providers.set(
    database,
    stripeProvider({ secretKey, webhookSecret, ...(apiBase === undefined ? {} : { apiBase }) }),
  )
}

/** The provider of this installation; throws `payments_disabled` where none is configured. */
export function paymentProvider(database: object): PaymentProvider {
  const provider = providers.get(database)
  if (provider !== undefined) return provider
  throw new ApiError(
    'payments_disabled',
    'No payment provider is configured here: the operator sets STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or books top-ups by hand.',
  )
}
