import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { visibleSeller } from '../sellers/index.ts'
import { selectServices } from './queries-services.ts'
import { ShippingService } from './schema.ts'
import { serviceOf } from './service-input.ts'

const scope = 'shipping-services'

export const listShippingServices = defineOperation({
  name: 'listShippingServices',
  tag: 'shipping',
  summary: "List a seller's shipping services",
  description:
    'By code, with rates by country. A seller without services of its own ships by those of `GET /v1/shipping-services`.',
  http: 'GET /v1/sellers/{id}/shipping-services',
  scope: 'sellers:read',
  input: Type.Object({ id: Id('seller'), ...pageInput }, { additionalProperties: false }),
  output: pageOf(ShippingService),
  errors: ['not_found'],
  async handle({ db, caller }, { id, limit = defaultPageSize, cursor }) {
    const seller = await visibleSeller(db, caller, id)
    const after = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectServices(db, seller.id, limit + 1, after)
    return toPage(rows, limit, serviceOf, (row) => encodeCursor(scope, [row.code]))
  },
})
