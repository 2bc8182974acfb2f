import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { selectServices } from './queries-services.ts'
import { ShippingService } from './schema.ts'
import { serviceOf } from './service-input.ts'
import { shippedServices } from './shipped-policies.ts'

const scope = 'platform-shipping-services'

export const listPlatformShippingServices = defineOperation({
  name: 'listPlatformShippingServices',
  tag: 'shipping',
  summary: "List the platform's own shipping services",
  description: 'Those that serve every seller without services of its own, by code.',
  http: 'GET /v1/shipping-services',
  scope: 'sellers:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(ShippingService),
  async handle({ db }, { limit = defaultPageSize, cursor }) {
    const after = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectServices(db, null, limit + 1, after)
    if (rows.length === 0 && cursor === undefined) return { data: shipped, nextCursor: null }
    return toPage(rows, limit, serviceOf, (row) => encodeCursor(scope, [row.code]))
  },
})

const shipped: ShippingService[] = shippedServices.map((service) => ({
  ...service,
  id: ids.shippingService.encode(service.id),
  sellerId: null,
  shipFrom: null,
  incoterm: service.incoterm === 'DDP' ? 'DDP' : 'DAP',
}))
