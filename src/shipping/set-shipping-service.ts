import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownSeller } from '../sellers/index.ts'
import { upsertService } from './queries-services.ts'
import { ServiceCode, ShippingService, serviceFields } from './schema.ts'
import { checkedService, serviceOf } from './service-input.ts'

export const setShippingService = defineOperation({
  name: 'setShippingService',
  tag: 'shipping',
  summary: 'Set a shipping service of a seller',
  description:
    'Creates the service or replaces it with all its rates. Orders placed keep the service as it was. Only the seller and the operator may.',
  http: 'PUT /v1/sellers/{id}/shipping-services/{code}',
  scope: 'sellers:write',
  input: Type.Object(
    { id: Id('seller'), code: ServiceCode, ...serviceFields },
    { additionalProperties: false },
  ),
  output: ShippingService,
  errors: ['not_found', 'forbidden'],
  cost: 5,
  async handle({ db, caller, now }, { id, code, ...service }) {
    const seller = await ownSeller(db, caller, id)
    refuseTestKey(caller.mode)
    return serviceOf(await upsertService(db, seller.id, code, checkedService(service), now))
  },
})

/** Throws `forbidden` under a test key: services are the live shop's. */
export function refuseTestKey(mode: 'live' | 'test'): void {
  if (mode === 'live') return
  throw new ApiError('forbidden', 'Test keys cannot change shipping: use a live key.')
}
