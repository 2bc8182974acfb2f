import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { Seller, sellerOf } from './schema.ts'
import { visibleSeller } from './visibility.ts'

export const getSeller = defineOperation({
  name: 'getSeller',
  tag: 'sellers',
  summary: 'Get a seller',
  http: 'GET /v1/sellers/{id}',
  scope: 'sellers:read',
  input: Type.Object({ id: Id('seller') }, { additionalProperties: false }),
  output: Seller,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    return sellerOf(await visibleSeller(db, caller, id))
  },
})
