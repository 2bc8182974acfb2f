import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { defaultPageSize, pageInput, pageOf, toPage } from '../core/page.ts'
import { Timestamp } from '../core/schema.ts'
import { sellerOf } from './access.ts'
import { cursorAt, idInCursor } from './cursor.ts'
import { selectLinesOfParts, selectParts } from './queries-record.ts'
import { receivedView } from './render.ts'
import { AcceptanceStatus, OrderStatus, SellerOrder } from './schema.ts'

export const listSellerOrders = defineOperation({
  name: 'listSellerOrders',
  tag: 'sellerOrders',
  summary: 'List the orders a seller received',
  description:
    'The parts of orders that the key’s seller received, newest first, with the address to send to. A test key sees the test orders of its own account.',
  http: 'GET /v1/seller-orders',
  scope: 'fulfillment:read',
  cost: 2,
  input: Type.Object(
    {
      status: Type.Optional(OrderStatus),
      acceptance: Type.Optional(AcceptanceStatus),
      placedAfter: Type.Optional(Timestamp),
      placedBefore: Type.Optional(Timestamp),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(SellerOrder),
  errors: ['forbidden'],
  async handle(context, input) {
    const { db, caller } = context
    const { limit = defaultPageSize, cursor, status, acceptance } = input
    const filter = {
      sellerId: sellerOf(context),
      mode: caller.mode,
      accountId: caller.mode === 'test' ? caller.accountId : undefined,
      status,
      acceptance,
      placedAfter: momentOf(input.placedAfter),
      placedBefore: momentOf(input.placedBefore),
    }
    const scope = `sellerOrders ${JSON.stringify(filter)}`
    const after = cursor === undefined ? undefined : idInCursor(scope, ids.sellerOrder, cursor)
    const rows = await selectParts(db, filter, limit + 1, after)
    const lines = await selectLinesOfParts(
      db,
      rows.map(({ part }) => part),
    )
    return toPage(
      rows,
      limit,
      ({ part, order }) => {
        const own = lines.filter((line) => line.sellerOrderId === part.id)
        return receivedView(part, own, order)
      },
      ({ part }) => cursorAt(scope, ids.sellerOrder, part.id),
    )
  },
})

function momentOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}
