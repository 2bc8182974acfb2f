import Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency } from '../core/schema.ts'
import { insertChargePrice } from './queries-charge-prices.ts'
import { ChargePrice, chargePriceOf, chargePriceFields as fields } from './schema.ts'

export const createChargePrice = defineOperation({
  name: 'createChargePrice',
  tag: 'ledger',
  summary: 'Add a price',
  description:
    'Adds a dated price to the list; it replaces the one of the same code and currency from then on.',
  http: 'POST /v1/charge-prices',
  status: 201,
  scope: 'operator',
  input: Type.Object(
    {
      code: fields.code,
      fee: fields.fee,
      name: fields.name,
      currency: Currency,
      amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
      plan: Type.Optional(fields.plan),
      months: Type.Optional(fields.months),
      validFrom: Type.Optional(fields.validFrom),
      validUntil: Type.Optional(fields.validUntil),
    },
    { additionalProperties: false },
  ),
  output: ChargePrice,
  idempotency: 'accepted',
  async handle({ db, now }, { plan = null, months = null, validFrom, validUntil, ...price }) {
    const from = validFrom === undefined ? now : new Date(validFrom)
    const until = validUntil ? new Date(validUntil) : null
    requireCurrency(price.currency)
    if ((plan === null) !== (months === null)) {
      throw invalidField('#/months', 'required', 'A plan and its months go together.')
    }
    if (from < now)
      throw invalidField('#/validFrom', 'too_small', 'A price cannot begin in the past.')
    if (until !== null && until <= from) {
      throw invalidField('#/validUntil', 'too_small', 'A price must end after it begins.')
    }
    const row = { ...price, plan, months, id: newId(), validFrom: from, validUntil: until }
    return chargePriceOf(await insertChargePrice(db, row))
  },
})
