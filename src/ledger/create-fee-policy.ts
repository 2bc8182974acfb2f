import Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import { invalidField } from '../core/errors.ts'
import { ids, newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { forgetFeePolicies } from './fee-book.ts'
import { insertPolicy } from './queries-fees.ts'
import { FeePolicy, feePolicyOf, feePolicyFields as fields } from './schema.ts'

export const createFeePolicy = defineOperation({
  name: 'createFeePolicy',
  tag: 'ledger',
  summary: 'Add a fee policy',
  description: [
    'Adds a dated rule; the rule before it stays in the books for what was sold under it.',
    'It cannot begin in the past: sales that were made keep the fees they were made under.',
  ].join('\n'),
  http: 'POST /v1/fee-policies',
  status: 201,
  scope: 'operator',
  input: Type.Object(
    {
      kind: fields.kind,
      basisPoints: fields.basisPoints,
      categoryId: Type.Optional(fields.categoryId),
      plan: Type.Optional(fields.plan),
      currency: Type.Optional(fields.currency),
      fixedMinor: Type.Optional(fields.fixedMinor),
      validFrom: Type.Optional(fields.validFrom),
      validUntil: Type.Optional(fields.validUntil),
      note: Type.Optional(fields.note),
    },
    { additionalProperties: false },
  ),
  output: FeePolicy,
  idempotency: 'accepted',
  async handle({ db, database, now }, input) {
    const from = input.validFrom === undefined ? now : new Date(input.validFrom)
    const until = input.validUntil ? new Date(input.validUntil) : null
    if (from < now)
      throw invalidField('#/validFrom', 'too_small', 'A policy cannot begin in the past.')
    if (until !== null && until <= from) {
      throw invalidField('#/validUntil', 'too_small', 'A policy must end after it begins.')
    }
    const currency = input.currency ?? null
    if (currency !== null) requireCurrency(currency)
    if ((input.fixedMinor ?? 0) > 0 && currency === null) {
      throw invalidField('#/currency', 'required', 'A fixed amount needs its currency.')
    }
    const row = await insertPolicy(db, {
      id: newId(),
      kind: input.kind,
      categoryId: input.categoryId ? ids.category.decode(input.categoryId) : null,
      plan: input.plan ?? null,
      currency,
      basisPoints: input.basisPoints,
      fixedMinor: input.fixedMinor ?? 0,
      validFrom: from,
      validUntil: until,
      note: input.note ?? null,
    })
    forgetFeePolicies(database)
    return feePolicyOf(row)
  },
})
