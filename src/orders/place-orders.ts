import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ApiError } from '../core/errors.ts'
import { fingerprintOf } from '../core/idempotency.ts'
import { runOnce } from '../core/once.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Nullable } from '../core/schema.ts'
import { PlaceOrderInput, type PlaceOrderRequest } from './place-input.ts'
import { place } from './place-order.ts'
import { orderView } from './render.ts'
import { Order } from './schema.ts'

const FieldProblem = Type.Object(
  { pointer: Type.String(), code: Type.String(), message: Type.String() },
  { $id: 'FieldProblem', additionalProperties: false, description: 'One faulty field of an item.' },
)

const PlacementProblem = Type.Object(
  {
    code: Type.String({ description: 'As of `placeOrder`.' }),
    status: Type.Integer({ description: 'The HTTP status it would have had alone.' }),
    detail: Type.String(),
    errors: Type.Array(FieldProblem),
    facts: Type.Unsafe<Record<string, unknown>>({
      description: 'Machine-readable facts, such as `moved` of `price_changed`.',
    }),
  },
  {
    $id: 'PlacementProblem',
    additionalProperties: false,
    description: 'Why one order was not placed.',
  },
)

const PlacementResult = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'Which order of the request, from 0.' }),
    status: Enum(['placed', 'refused'] as const, {
      $id: 'PlacementStatus',
      description: 'Whether this order was placed.',
    }),
    clientReference: Nullable(Type.String()),
    order: Nullable(Order),
    problem: Nullable(PlacementProblem),
  },
  { $id: 'PlacementResult', additionalProperties: false, description: 'What became of one order.' },
)
type Result = Type.Static<typeof PlacementResult>

export const placeOrders = defineOperation({
  name: 'placeOrders',
  tag: 'orders',
  summary: 'Place many orders',
  description:
    'Places up to 100 orders one after the other, each judged on its own and in a transaction of its own: one that is refused does not stop the rest. Repeating the request with its key answers the orders placed before and tries the refused ones again.',
  http: 'POST /v1/orders/batch',
  scope: 'orders:write',
  idempotency: 'required',
  ownTransactions: true,
  cost: 100,
  input: Type.Object(
    { orders: Type.Array(PlaceOrderInput, { minItems: 1, maxItems: 100 }) },
    { additionalProperties: false },
  ),
  output: Type.Object(
    {
      placed: Type.Integer({ minimum: 0 }),
      refused: Type.Integer({ minimum: 0 }),
      results: Type.Array(PlacementResult),
    },
    { $id: 'PlacementBatch', additionalProperties: false, description: 'One result per order.' },
  ),
  async handle(context, { orders }) {
    const results: Result[] = []
    for (const [index, input] of orders.entries()) {
      results.push(await placeOne(context, input, index))
    }
    const placed = results.filter(({ status }) => status === 'placed').length
    return { placed, refused: results.length - placed, results }
  },
})

async function placeOne(
  context: Context,
  input: PlaceOrderRequest,
  index: number,
): Promise<Result> {
  const { clientReference = null } = input
  try {
    const order = await placeOnce(context, input, `${context.idempotencyKey}#${index}`)
    return { index, status: 'placed', clientReference, order, problem: null }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const { code, status, message: detail, fieldErrors, extra } = error
    const errors = fieldErrors.map(({ pointer, ...rest }) => ({
      pointer: pointer.replace('#', `#/orders/${index}`),
      ...rest,
    }))
    const problem = { code, status, detail, errors, facts: { ...extra } }
    return { index, status: 'refused', clientReference, order: null, problem }
  }
}

/** Places an order in its own transaction, or answers the one placed under the key before. */
async function placeOnce(
  { database, caller, now }: Context,
  input: PlaceOrderRequest,
  key: string,
): Promise<Order> {
  const operation = 'placeOrders'
  const fingerprint = fingerprintOf(operation, input)
  const deed = { caller, key, operation, fingerprint, status: 201, writesAtCommit: true }
  const { output } = await runOnce(database, deed, async (db, atCommit) =>
    orderView(await place({ db, database, caller, now, atCommit }, input)),
  )
  return output
}
