import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Timestamp } from '../core/schema.ts'
import { receivedPart } from './access.ts'
import { acceptPart } from './part-moves.ts'
import { receivedPartView } from './render.ts'
import { SellerOrder } from './schema.ts'

export const UnitsOfLine = Type.Object(
  {
    lineId: Id('orderLine'),
    quantity: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Units.' }),
  },
  { $id: 'UnitsOfLine', additionalProperties: false, description: 'Some units of one line.' },
)

export const acceptSellerOrder = defineOperation({
  name: 'acceptSellerOrder',
  tag: 'sellerOrders',
  summary: 'Accept an order as its seller',
  description:
    'Takes the part on before `acceptBy` passes. Units named in `unavailable` are cancelled and refunded at once; `backOrderedUntil` tells the buyer of a later hand-over. Accepting again changes nothing.',
  http: 'POST /v1/seller-orders/{id}/accept',
  scope: 'fulfillment:write',
  idempotency: 'accepted',
  input: Type.Object(
    {
      id: Id('sellerOrder'),
      unavailable: Type.Optional(
        Type.Array(UnitsOfLine, { maxItems: 100, description: 'What cannot be sent after all.' }),
      ),
      backOrderedUntil: Type.Optional(Timestamp),
    },
    { additionalProperties: false },
  ),
  output: SellerOrder,
  errors: ['not_found', 'conflict'],
  async handle(context, { id, unavailable = [], backOrderedUntil }) {
    const { record, part } = await receivedPart(context, id, { lock: true })
    const until = backOrderedUntil === undefined ? undefined : new Date(backOrderedUntil)
    if (until && until <= context.now) {
      throw invalidField('#/backOrderedUntil', 'in_the_past', 'Name a moment in the future.')
    }
    const after = await acceptPart(context.db, record, part, {
      actor: 'seller',
      now: context.now,
      backOrderedUntil: until,
      unavailable: unavailable.map(({ lineId, quantity }) => ({
        lineId: ids.orderLine.decode(lineId),
        quantity,
      })),
    })
    return receivedPartView(after, part.id)
  },
})
