import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { ownOrder } from './access.ts'
import { orderView } from './render.ts'
import { Order } from './schema.ts'

export const getOrder = defineOperation({
  name: 'getOrder',
  tag: 'orders',
  summary: 'Get an order',
  description:
    'One of your orders with its parts per seller, their lines, promises and negotiations.',
  http: 'GET /v1/orders/{id}',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order') }, { additionalProperties: false }),
  output: Order,
  errors: ['not_found'],
  async handle(context, { id }) {
    return orderView(await ownOrder(context, id))
  },
})
