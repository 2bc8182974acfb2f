import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { upsertService } from './queries-services.ts'
import { ServiceCode, ShippingService, serviceFields } from './schema.ts'
import { checkedService, serviceOf } from './service-input.ts'

export const setPlatformShippingService = defineOperation({
  name: 'setPlatformShippingService',
  tag: 'shipping',
  summary: 'Set a shipping service of the platform',
  description:
    'Creates or replaces a service for sellers without any. The first one set takes the place of those that come with the product.',
  http: 'PUT /v1/shipping-services/{code}',
  scope: 'operator',
  input: Type.Object({ code: ServiceCode, ...serviceFields }, { additionalProperties: false }),
  output: ShippingService,
  cost: 5,
  async handle({ db, now }, { code, ...service }) {
    return serviceOf(await upsertService(db, null, code, checkedService(service), now))
  },
})
