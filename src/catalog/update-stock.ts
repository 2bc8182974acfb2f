import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Text } from '../core/schema.ts'
import { bulkInput, bulkUpdate, type Judgement } from './bulk-update.ts'
import { bounds } from './feeds/check-product.ts'
import { type OwnVariant, updateStockRows } from './queries-stock.ts'
import { BulkResult } from './schema.ts'

const StockItem = Type.Object(
  {
    sku: Text({ minLength: 1, maxLength: bounds.sku }),
    stock: Type.Integer({
      minimum: 0,
      maximum: bounds.stock,
      description: 'Units on hand, those that open quotes hold among them.',
    }),
  },
  { $id: 'StockItem', additionalProperties: false, description: 'Stock of one SKU.' },
)

export const updateStock = defineOperation({
  name: 'updateStock',
  tag: 'stock',
  summary: 'State the stock of many SKUs',
  description:
    'Sets the units on hand of up to 250 SKUs of one seller. Each item is judged by itself and has its own result; items that say what is there already write nothing.',
  http: 'POST /v1/stock-updates',
  scope: 'products:write',
  input: bulkInput(StockItem),
  output: BulkResult,
  errors: ['not_found', 'forbidden'],
  idempotency: 'accepted',
  cost: 10,
  handle: (context, { seller, items }) =>
    bulkUpdate(context, seller, items, judgeStock, (changes) =>
      updateStockRows(context.db, changes, context.now),
    ),
})

function judgeStock(
  { stock }: Type.Static<typeof StockItem>,
  { id, available, held }: OwnVariant,
): Judgement<{ id: string; available: number }> {
  const left = Math.max(0, stock - held)
  if (left === available) return { kind: 'unchanged' }
  return { kind: 'change', change: { id, available: left } }
}
