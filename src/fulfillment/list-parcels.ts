import Type from 'typebox'
import type { Caller } from '../core/context.ts'
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
import { Id, Text } from '../core/schema.ts'
import { normaliseTrackingNumber } from './carriers/detect.ts'
import { listParcelRows, type ParcelFilter } from './queries.ts'
import { parcelViews } from './render.ts'
import { Parcel, ParcelState } from './schema.ts'

export const listParcels = defineOperation({
  name: 'listParcels',
  tag: 'tracking',
  summary: 'List parcels',
  description:
    'Newest first; by tracking number, order or state. Spaces, hyphens and case of a tracking number do not matter, and any number a parcel ever had finds it. A seller’s key sees the parcels it sent.',
  http: 'GET /v1/parcels',
  scope: 'fulfillment:read',
  input: Type.Object(
    {
      trackingNumber: Type.Optional(Text({ minLength: 4, maxLength: 60 })),
      orderId: Type.Optional(Id('order')),
      sellerOrderId: Type.Optional(Id('sellerOrder')),
      state: Type.Optional(ParcelState),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Parcel),
  cost: 3,
  async handle({ db, caller }, { limit = defaultPageSize, cursor, ...asked }) {
    const scope = JSON.stringify(['parcels', asked])
    const before = cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)
    const filter = {
      ...seenBy(caller),
      state: asked.state,
      number: asked.trackingNumber && normaliseTrackingNumber(asked.trackingNumber),
      orderId: asked.orderId && ids.order.decode(asked.orderId),
      sellerOrderId: asked.sellerOrderId && ids.sellerOrder.decode(asked.sellerOrderId),
    }
    const rows = await listParcelRows(db, filter, limit + 1, before?.[0] as string | undefined)
    const page = toPage(
      rows,
      limit,
      (row) => row,
      (row) => encodeCursor(scope, [row.id]),
    )
    return { data: await parcelViews(db, page.data), nextCursor: page.nextCursor }
  },
})

function seenBy({ mode, accountId, sellerId, isOperator }: Caller): ParcelFilter {
  if (sellerId !== null) return { mode, sellerId, accountId: mode === 'test' ? accountId : null }
  return { mode, sellerId: null, accountId: isOperator && mode === 'live' ? null : accountId }
}
