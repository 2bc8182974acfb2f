import t from 'tap'
import { operations } from '../../src/contract/operations.ts'
import { requestExamples } from '../../src/contract/request-examples.ts'
import { type IdKind, idPrefixes } from '../../src/core/ids.ts'
import { type AnyOperation, httpShape } from '../../src/core/operation.ts'
import { type Dish, recipes } from './recipes.ts'
import { isQuery, restCallOf, send } from './rest-call.ts'
import { type Ids, world } from './world.ts'

t.setTimeout(600_000)
const stage = await world(t)
const withBodies = operations.filter((operation) => {
  const names = Object.keys(operation.input.properties)
  return !isQuery(operation) && names.length > httpShape(operation).pathParams.length
})

// The quote's example is what the order's example redeems.
const { id: quote } = await stage.send(
  'POST',
  '/v1/quotes',
  stage.buyer,
  withIds(requestExamples.createQuote, stage.ids.live) as object,
)

t.test('every JSON body has an example', async (t) => {
  const wanted = withBodies.map(({ name }) => name)
  t.strictSame(Object.keys(requestExamples).sort(), wanted.sort())
})

for (const operation of withBodies) {
  t.test(`${operation.name} understands its example`, async (t) => {
    const { who, input } = (await recipes[operation.name]?.(stage)) ?? plain(operation)
    const known = { ...idsOf(operation), quote, ...(await subjectOf(operation, input)) }
    const body = withIds(requestExamples[operation.name], known) as object
    const { pathParams } = httpShape(operation)
    const path = Object.fromEntries(pathParams.map((name) => [name, input[name]]))
    const answer = await send(stage.test, who.key, restCallOf(operation, { ...path, ...body }))
    if (answer.status < 300) return
    // Some things of the stage have moved on, and nobody sells payments here.
    t.match(answer.body.code, /^(conflict|payments_disabled)$/, JSON.stringify(answer.body))
  })
}

/** The value with ids of things that exist in place of the made-up ones. */
function withIds(value: unknown, known: Ids): unknown {
  const kindOf = new Map(Object.entries(idPrefixes).map(([kind, prefix]) => [prefix, kind]))
  const text = JSON.stringify(value).replaceAll(/([a-z]{3})_[0-9a-z]{26}/g, (made, prefix) => {
    return known[kindOf.get(prefix) as IdKind] ?? made
  })
  return JSON.parse(text)
}

function idsOf(operation: AnyOperation): Ids {
  return operation.scope === 'sandbox:write' ? stage.ids.test : stage.ids.live
}

/** Whom and what an operation without a recipe is about. */
function plain(operation: AnyOperation): Dish {
  const { scope, http, input } = operation
  const { pathParams } = httpShape(operation)
  const known = idsOf(operation)
  const entries = pathParams.map((name) => {
    const kind = input.properties[name]['x-id'] as IdKind | undefined
    return [name, kind === undefined ? 'express' : known[kind]]
  })
  const isSellers = http.includes('/v1/seller') || scope === 'fulfillment:write'
  const live = scope === 'operator' ? stage.operator : isSellers ? stage.seller : stage.buyer
  return {
    who: scope === 'sandbox:write' ? stage.developer : live,
    input: Object.fromEntries(entries),
  }
}

/** What a recipe cooked its dish from: a seller, or the part of an order with its line. */
async function subjectOf({ scope }: AnyOperation, input: Dish['input']): Promise<Ids> {
  if (scope === 'sandbox:write') return {}
  if (typeof input.sellerId === 'string') return { seller: input.sellerId }
  const id = String(input.sellerOrderId ?? input.id)
  if (id.startsWith('ord_')) {
    const order = await stage.send('GET', `/v1/orders/${id}`, stage.buyer)
    return { sellerOrder: order.sellerOrders[0].id, orderLine: order.sellerOrders[0].lines[0].id }
  }
  if (!id.startsWith('sor_')) return {}
  const part = await stage.send('GET', `/v1/seller-orders/${id}`, stage.seller)
  return { sellerOrder: id, orderLine: part.lines[0].id }
}
