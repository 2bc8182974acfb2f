/** Answers and events of Stripe's API, version 2026-10-28, cut to a payment of one wallet top-up. */

const created = 1_767_225_600

/** What `POST /v1/payment_intents` answers. */
export function paymentIntent(form: URLSearchParams): object {
  return {
    id: 'pi_3QStub0000000000000001',
    object: 'payment_intent',
    amount: Number(form.get('amount')),
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: 'pi_3QStub0000000000000001_secret_YrKJUKribcBjcG8HVhfZluoGH',
    confirmation_method: 'automatic',
    created,
    currency: form.get('currency'),
    customer: null,
    description: form.get('description'),
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: { reference: form.get('metadata[reference]') },
    next_action: null,
    payment_method: null,
    payment_method_types: ['card', 'link'],
    status: 'requires_payment_method',
  }
}

/** What `POST /v1/checkout/sessions` answers. */
export function checkoutSession(form: URLSearchParams): object {
  return {
    id: 'cs_test_a1Stub00000000000000000000000000000000000000000000000001',
    object: 'checkout.session',
    amount_subtotal: Number(form.get('line_items[0][price_data][unit_amount]')),
    amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
    cancel_url: form.get('cancel_url'),
    client_reference_id: form.get('client_reference_id'),
    created,
    currency: form.get('line_items[0][price_data][currency]'),
    expires_at: created + 86_400,
    livemode: false,
    metadata: {},
    mode: 'payment',
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    success_url: form.get('success_url'),
    url: 'https://checkout.stripe.com/c/pay/cs_test_a1Stub0001',
  }
}

/** An event as Stripe posts it. */
function eventOf(type: string, about: string, object: object): Record<string, unknown> {
  return {
    id: `evt_${type}_${about}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object },
    type,
  }
}

/** A `payment_intent.*` event. */
export function paymentIntentEvent(
  type: string,
  reference: string,
  amount: number,
  currency: string,
  intent = 'pi_3QStub0000000000000001',
): Record<string, unknown> {
  const succeeded = type === 'payment_intent.succeeded'
  return eventOf(type, reference, {
    id: intent,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_received: succeeded ? amount : 0,
    canceled_at: type === 'payment_intent.canceled' ? created : null,
    client_secret: 'pi_3QStub0000000000000001_secret_YrKJUKribcBjcG8HVhfZluoGH',
    created,
    currency,
    description: 'Wallet top-up',
    latest_charge: succeeded ? 'ch_3QStub0000000000000001' : null,
    livemode: false,
    metadata: { reference },
    payment_method_types: ['card', 'link'],
    status: succeeded ? 'succeeded' : 'requires_payment_method',
  })
}

/** A `charge.dispute.*` event, about the charge of a payment intent. */
export function disputeEvent(
  type: string,
  intent: string,
  amount: number,
  { status = 'needs_response' }: { status?: string } = {},
): Record<string, unknown> {
  const id = `du_${intent}`
  const isTaken = type !== 'charge.dispute.created'
  const withdrawal = {
    id: 'txn_1QStub0000000000000001',
    object: 'balance_transaction',
    amount: -amount,
    currency: 'eur',
    fee: 1500,
    net: -amount - 1500,
    reporting_category: 'dispute',
    type: 'adjustment',
  }
  return eventOf(type, id, {
    id,
    object: 'dispute',
    amount,
    balance_transactions: isTaken ? [withdrawal] : [],
    charge: 'ch_3QStub0000000000000001',
    created,
    currency: 'eur',
    enhanced_eligibility_types: [],
    evidence_details: {
      due_by: created + 691_200,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: intent,
    payment_method_details: { card: { brand: 'visa', case_type: 'chargeback' }, type: 'card' },
    reason: 'fraudulent',
    status,
  })
}
