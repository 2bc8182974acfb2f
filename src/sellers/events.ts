import Type from 'typebox'
import { Id } from '../core/schema.ts'
import { defineEvent } from '../events/index.ts'
import { SellerStatus } from './schema.ts'

export const sellerDecided = defineEvent({
  type: 'seller.decided',
  summary: 'The operator decided about your shop.',
  payload: Type.Object(
    { sellerId: Id('seller'), status: SellerStatus, reason: Type.String() },
    { $id: 'SellerDecidedPayload', additionalProperties: false },
  ),
})
