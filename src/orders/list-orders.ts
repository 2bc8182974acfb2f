import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { defaultPageSize, pageInput, pageOf, toPage } from '../core/page.ts'
import { Id, Timestamp } from '../core/schema.ts'
import { cursorAt, idInCursor } from './cursor.ts'
import { selectOrders, selectRecordsOf } from './queries-record.ts'
import { orderView } from './render.ts'
import { clientReferenceInput, Order, OrderStatus } from './schema.ts'

export const listOrders = defineOperation({
  name: 'listOrders',
  tag: 'orders',
  summary: 'List your orders',
  description: 'Your orders, newest first; filters narrow the list and may be combined.',
  http: 'GET /v1/orders',
  scope: 'orders:read',
  cost: 2,
  input: Type.Object(
    {
      status: Type.Optional(OrderStatus),
      clientReference: Type.Optional(clientReferenceInput),
      sellerId: Type.Optional(Id('seller')),
      createdAfter: Type.Optional(Timestamp),
      createdBefore: Type.Optional(Timestamp),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Order),
  async handle({ db, caller }, input) {
    const { limit = defaultPageSize, cursor, sellerId, createdAfter, createdBefore } = input
    const filter = {
      accountId: caller.accountId,
      mode: caller.mode,
      status: input.status,
      clientReference: input.clientReference,
      sellerId: sellerId && ids.seller.decode(sellerId),
      createdAfter: createdAfter === undefined ? undefined : new Date(createdAfter),
      createdBefore: createdBefore === undefined ? undefined : new Date(createdBefore),
    }
    const scope = `orders ${JSON.stringify(filter)}`
    const after = cursor === undefined ? undefined : idInCursor(scope, ids.order, cursor)
    const rows = await selectOrders(db, filter, limit + 1, after)
    const records = await selectRecordsOf(db, rows)
    return toPage(records, limit, orderView, ({ order }) => cursorAt(scope, ids.order, order.id))
  },
})
