import Type from 'typebox'
import { defineEvent } from '../../events/index.ts'
import { Payment } from './schema.ts'

export const paymentSucceeded = defineEvent({
  type: 'payment.succeeded',
  summary: 'A payment arrived and its wallet was credited',
  payload: Type.Object(
    { payment: Payment },
    { $id: 'PaymentSucceeded', additionalProperties: false },
  ),
})

export const paymentFailed = defineEvent({
  type: 'payment.failed',
  summary: 'A payment was refused or cancelled; nothing was credited',
  payload: Type.Object({ payment: Payment }, { $id: 'PaymentFailed', additionalProperties: false }),
})
