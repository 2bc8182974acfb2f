import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownSeller } from '../sellers/index.ts'
import { deleteServiceRow } from './queries-services.ts'
import { ServiceCode } from './schema.ts'
import { refuseTestKey } from './set-shipping-service.ts'

export const deleteShippingService = defineOperation({
  name: 'deleteShippingService',
  tag: 'shipping',
  summary: 'Delete a shipping service of a seller',
  description:
    'New orders can no longer choose it; orders placed keep it. Without any service left the seller ships by the platform’s.',
  http: 'DELETE /v1/sellers/{id}/shipping-services/{code}',
  scope: 'sellers:write',
  input: Type.Object({ id: Id('seller'), code: ServiceCode }, { additionalProperties: false }),
  output: Type.Object(
    { code: ServiceCode, isDeleted: Type.Literal(true) },
    { $id: 'DeletedShippingService', additionalProperties: false },
  ),
  errors: ['not_found', 'forbidden'],
  cost: 5,
  async handle({ db, caller }, { id, code }) {
    const seller = await ownSeller(db, caller, id)
    refuseTestKey(caller.mode)
    if (!(await deleteServiceRow(db, seller.id, code))) throw notFound('shipping service', code)
    return { code, isDeleted: true as const }
  },
})
