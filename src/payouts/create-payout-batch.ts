import Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Timestamp } from '../core/schema.ts'
import { defaultMinimumMinor } from './minimum.ts'
import { runPayouts } from './run-payouts.ts'
import { batchOf, PayoutBatch } from './schema.ts'

export const createPayoutBatch = defineOperation({
  name: 'createPayoutBatch',
  tag: 'payouts',
  summary: 'Pay out what is owed',
  description: [
    'Makes a payout for every seller and affiliate who is owed at least the minimum in the currency.',
    'Smaller and negative balances wait, and so do suspended sellers and those with a payout on its way.',
  ].join('\n'),
  http: 'POST /v1/payout-batches',
  status: 201,
  scope: 'operator',
  input: Type.Object(
    {
      currency: Currency,
      minimumMinor: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1_000_000_000,
          description: 'Balances below it wait; ten units of the currency unless said.',
        }),
      ),
      earnedBefore: Type.Optional(
        Type.Unsafe<string>({
          ...Timestamp,
          description: 'Only what was earned before is paid out; now unless said.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: PayoutBatch,
  idempotency: 'required',
  cost: 100,
  async handle({ db, caller, now }, { currency, minimumMinor, earnedBefore: until }) {
    requireCurrency(currency)
    const earnedBefore = until === undefined ? now : new Date(until)
    if (earnedBefore > now) {
      throw invalidField(
        '#/earnedBefore',
        'too_large',
        'What is not earned yet cannot be paid out.',
      )
    }
    const { batch } = await runPayouts(db, {
      mode: caller.mode,
      currency,
      minimumMinor: minimumMinor ?? defaultMinimumMinor(currency),
      earnedBefore,
      now,
    })
    return batchOf(batch)
  },
})
