import type Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import type { PlacementContext } from './place.ts'
import { placeFromLines } from './place-from-lines.ts'
import { placeFromQuote } from './place-from-quote.ts'
import { PlaceOrderInput, placementErrors } from './place-input.ts'
import type { OrderRecord } from './record.ts'
import { orderView } from './render.ts'
import { Order } from './schema.ts'

export const placeOrder = defineOperation({
  name: 'placeOrder',
  tag: 'orders',
  summary: 'Place an order',
  description: `Places and pays an order in one transaction: the stock is taken, the wallet is charged and the money is put into escrow, or nothing happens at all.

Redeem a quote with \`quoteId\`, or state \`lines\`, \`shippingAddress\` and \`maxTotal\`. Where the total now is above the quote's (or \`maxTotal\`), the answer is 409 \`price_changed\` with each component that moved and by how much, and nothing is charged; a lower price is given to you.

Each seller gets its own part with its own clock: unless it accepts until \`acceptBy\`, that part is refunded.`,
  http: 'POST /v1/orders',
  status: 201,
  scope: 'orders:write',
  idempotency: 'required',
  writesAtCommit: true,
  cost: 10,
  input: PlaceOrderInput,
  output: Order,
  errors: placementErrors,
  async handle(context, input) {
    return orderView(await place({ ...context, atCommit: context.atCommit! }, input))
  },
})

/** Places one order inside the caller's transaction. */
export function place(
  context: PlacementContext,
  input: Type.Static<typeof PlaceOrderInput>,
): Promise<OrderRecord> {
  return input.quoteId === undefined
    ? placeFromLines(context, input)
    : placeFromQuote(context, { ...input, quoteId: input.quoteId })
}
