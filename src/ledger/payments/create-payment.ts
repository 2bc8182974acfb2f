import Type from 'typebox'
import type { Context } from '../../core/context.ts'
import { requireCurrency } from '../../core/currency.ts'
import { ApiError } from '../../core/errors.ts'
import { ids, newId } from '../../core/ids.ts'
import { defineOperation } from '../../core/operation.ts'
import { Currency } from '../../core/schema.ts'
import { type PaymentProvider, PaymentProviderError } from './port.ts'
import { paymentProvider } from './provider.ts'
import { insertPayment, type PaymentRow, updateBegun } from './queries.ts'
import { Payment, paymentOf } from './schema.ts'

export const createPayment = defineOperation({
  name: 'createPayment',
  tag: 'wallets',
  summary: 'Pay into your wallet',
  description: [
    'Begins a payment at the provider; the wallet is credited when the provider reports that it succeeded.',
    'With `returnUrl` the answer has a page to send the payer to, without it a secret for the provider’s widgets.',
    'For live keys: sandbox wallets are filled by `topUpWallet`.',
  ].join('\n'),
  http: 'POST /v1/payments',
  status: 201,
  scope: 'wallets:write',
  input: Type.Object(
    {
      amountMinor: Type.Integer({ minimum: 1, maximum: 99_999_999, examples: [50_000] }),
      currency: Currency,
      returnUrl: Type.Optional(
        Type.String({
          pattern: '^https?://[^\\s]+$',
          maxLength: 2000,
          description: 'Back to you.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Payment,
  errors: ['conflict', 'payments_disabled', 'payment_provider_failed'],
  idempotency: 'required',
  ownTransactions: true,
  async handle(context, input) {
    const { caller, database, now } = context
    if (caller.mode === 'test') {
      throw new ApiError('conflict', 'Sandbox wallets hold play money: fill them by topUpWallet.')
    }
    requireCurrency(input.currency)
    const provider = paymentProvider(database)
    const row = await database.transaction((db) =>
      insertPayment(db, {
        id: newId(),
        accountId: caller.accountId,
        mode: caller.mode,
        currency: input.currency,
        amountMinor: input.amountMinor,
        returnUrl: input.returnUrl ?? null,
        provider: provider.name,
        requestKey: context.idempotencyKey ?? newId(),
        createdAt: now,
      }),
    )
    assertSameRequest(row, input)
    return paymentOf(row.providerReference === null ? await begin(context, provider, row) : row)
  },
})

// The key names the row, so a retry goes on where the first try stopped instead of beginning anew.
function assertSameRequest(
  row: PaymentRow,
  input: { amountMinor: number; currency: string; returnUrl?: string },
): void {
  if (
    row.amountMinor !== input.amountMinor ||
    row.currency !== input.currency ||
    row.returnUrl !== (input.returnUrl ?? null)
  ) {
    throw new ApiError(
      'idempotency_key_reused',
      'This Idempotency-Key began another payment: use a new key for a new payment.',
    )
  }
}

async function begin(
  { database }: Context,
  provider: PaymentProvider,
  row: PaymentRow,
): Promise<PaymentRow> {
  const reference = ids.payment.encode(row.id)
  try {
    const begun = await provider.begin({
      reference,
      amount: { amountMinor: row.amountMinor, currency: row.currency },
      description: 'Wallet top-up',
      returnUrl: row.returnUrl,
    })
    return await database.transaction((db) => updateBegun(db, row.id, begun))
  } catch (cause) {
    if (!(cause instanceof PaymentProviderError)) throw cause
    throw new ApiError(
      'payment_provider_failed',
      `The payment provider refused: ${cause.message} Retry with the same key.`,
      { cause },
    )
  }
}
