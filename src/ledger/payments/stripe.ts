import Stripe from 'stripe'
import {
  type BegunPayment,
  type ChargebackStep,
  type PaymentNotice,
  type PaymentOrder,
  type PaymentOutcome,
  type PaymentProvider,
  PaymentProviderError,
  PaymentSignatureError,
} from './port.ts'
import { fromStripe, toStripe } from './stripe-amounts.ts'

export interface StripeOptions {
  readonly secretKey: string
  readonly webhookSecret: string
  /** Another address than Stripe's own, for tests. */
  readonly apiBase?: string
}

/** Cards and local methods by Stripe: a payment intent, or a hosted checkout page where a return URL is given. */
export function stripeProvider(options: StripeOptions): PaymentProvider {
  const client = new Stripe(options.secretKey, {
    ...addressOf(options.apiBase),
    maxNetworkRetries: 2,
    timeout: 15_000,
    telemetry: false,
  })
  return {
    name: 'stripe',
    async begin(order) {
      try {
        return order.returnUrl === null
          ? await beginIntent(client, order)
          : await beginCheckout(client, order, order.returnUrl)
      } catch (cause) {
        if (cause instanceof Stripe.errors.StripeError || cause instanceof RangeError) {
          throw new PaymentProviderError(cause.message, { cause })
        }
        throw cause
      }
    },
    readNotice(body, signature) {
      return noticeOf(verified(client, body, signature, options.webhookSecret))
    },
  }
}

function addressOf(apiBase: string | undefined) {
  if (apiBase === undefined) return {}
  const { protocol, hostname, port } = new URL(apiBase)
  return {
    protocol: protocol === 'http:' ? ('http' as const) : ('https' as const),
    host: hostname,
    ...(port === '' ? {} : { port }),
  }
}

async function beginIntent(client: Stripe, order: PaymentOrder): Promise<BegunPayment> {
  const intent = await client.paymentIntents.create(
    {
      ...toStripe(order.amount),
      description: order.description,
      metadata: { reference: order.reference },
      automatic_payment_methods: { enabled: true },
    },
    { idempotencyKey: order.reference },
  )
  return {
    providerReference: intent.id,
    clientSecret: intent.client_secret,
    redirectUrl: null,
  }
}

async function beginCheckout(
  client: Stripe,
  order: PaymentOrder,
  returnUrl: string,
): Promise<BegunPayment> {
  const { amount, currency } = toStripe(order.amount)
  const session = await client.checkout.sessions.create(
    {
      mode: 'payment',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency,
            unit_amount: amount,
            product_data: { name: order.description },
          },
        },
      ],
      client_reference_id: order.reference,
      // The intent's own events carry the reference, whichever way the payment began.
      payment_intent_data: { metadata: { reference: order.reference } },
      success_url: returnUrl,
      cancel_url: returnUrl,
    },
    { idempotencyKey: order.reference },
  )
  return { providerReference: session.id, clientSecret: null, redirectUrl: session.url }
}

function verified(client: Stripe, body: string, signature: string, secret: string): Stripe.Event {
  try {
    return client.webhooks.constructEvent(body, signature, secret)
  } catch (cause) {
    throw new PaymentSignatureError('The signature does not fit the body and our secret.', {
      cause,
    })
  }
}

const outcomes: Readonly<Record<string, PaymentOutcome>> = {
  'payment_intent.succeeded': 'succeeded',
  'payment_intent.payment_failed': 'failed',
  'payment_intent.canceled': 'cancelled',
}

function noticeOf(event: Stripe.Event): PaymentNotice | null {
  return event.type.startsWith('charge.dispute.') ? chargebackOf(event) : settlementOf(event)
}

const steps: Readonly<Record<string, ChargebackStep>> = {
  'charge.dispute.created': 'opened',
  'charge.dispute.funds_withdrawn': 'withdrawn',
  'charge.dispute.funds_reinstated': 'reinstated',
}

function chargebackOf(event: Stripe.Event): PaymentNotice | null {
  const dispute = event.data.object as Stripe.Dispute
  const step = event.type === 'charge.dispute.closed' ? endOf(dispute) : steps[event.type]
  const { payment_intent: intent } = dispute
  if (step === undefined || intent === null) return null
  return {
    kind: 'chargeback',
    id: event.id,
    type: event.type,
    step,
    reference: dispute.id,
    paymentReference: typeof intent === 'string' ? intent : intent.id,
    amount: fromStripe(dispute.amount, dispute.currency),
    reason: dispute.reason || null,
  }
}

// An inquiry that ends as `warning_closed` never took anything.
function endOf({ status }: Stripe.Dispute): ChargebackStep {
  return status === 'lost' ? 'lost' : 'won'
}

function settlementOf(event: Stripe.Event): PaymentNotice | null {
  const outcome = outcomes[event.type]
  if (outcome === undefined) return null
  const intent = event.data.object as Stripe.PaymentIntent
  const reference = intent.metadata?.reference
  if (!reference) return null
  const amount = outcome === 'succeeded' ? intent.amount_received : intent.amount
  return {
    kind: 'settlement',
    id: event.id,
    type: event.type,
    outcome,
    reference,
    providerReference: intent.id,
    amount: fromStripe(amount, intent.currency),
  }
}
