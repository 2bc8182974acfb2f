import Type from 'typebox'
import { notFound } from '../../core/errors.ts'
import { ids } from '../../core/ids.ts'
import { defineOperation } from '../../core/operation.ts'
import { Id } from '../../core/schema.ts'
import { findPayment } from './queries.ts'
import { Payment, paymentOf } from './schema.ts'

export const getPayment = defineOperation({
  name: 'getPayment',
  tag: 'wallets',
  summary: 'Get a payment',
  description: 'Where a payment into your wallet stands.',
  http: 'GET /v1/payments/{id}',
  scope: 'wallets:read',
  input: Type.Object({ id: Id('payment') }, { additionalProperties: false }),
  output: Payment,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const { accountId, mode } = caller
    const row = await findPayment(db, accountId, mode, ids.payment.decode(id))
    if (row === undefined) throw notFound('payment', id)
    return paymentOf(row)
  },
})
