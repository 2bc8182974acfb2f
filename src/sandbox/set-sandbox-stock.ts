import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { requireTestKey } from './access.ts'
import { setStockOut } from './queries.ts'

const SandboxStock = Type.Object(
  { variantId: Id('variant'), isOutOfStock: Type.Boolean() },
  { $id: 'SandboxStock', additionalProperties: false },
)

export const setSandboxStock = defineOperation({
  name: 'setSandboxStock',
  tag: 'sandbox',
  summary: 'Let a variant run out of stock',
  description:
    'For your test orders alone: a quote made before is then refused with `out_of_stock` when it is ordered. Set it back to order again.',
  http: 'PUT /v1/sandbox/stock/{variantId}',
  scope: 'sandbox:write',
  input: Type.Object(
    { variantId: Id('variant'), isOutOfStock: Type.Boolean() },
    { additionalProperties: false },
  ),
  output: SandboxStock,
  errors: ['forbidden'],
  async handle({ db, caller }, { variantId, isOutOfStock }) {
    requireTestKey(caller)
    await setStockOut(db, caller.accountId, ids.variant.decode(variantId), isOutOfStock)
    return { variantId, isOutOfStock }
  },
})
