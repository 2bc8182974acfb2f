import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { selectOrderEntries } from '../ledger/index.ts'
import { ownOrder } from './access.ts'
import { OrderMoney } from './money-schema.ts'
import { moneyOf } from './money-timeline.ts'

export const getOrderMoney = defineOperation({
  name: 'getOrderMoney',
  tag: 'orders',
  summary: 'Get the money timeline of an order',
  description:
    'Who has each cent of the order, since when and what moves it next, with every movement in the ledger that led there.',
  http: 'GET /v1/orders/{id}/money',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order') }, { additionalProperties: false }),
  output: OrderMoney,
  errors: ['not_found'],
  async handle(context, { id }) {
    const record = await ownOrder(context, id)
    return moneyOf(record, await selectOrderEntries(context.db, record.order.id))
  },
})
