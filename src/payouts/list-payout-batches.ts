import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { selectBatches } from './queries.ts'
import { batchOf, PayoutBatch } from './schema.ts'

const scope = 'payout-batches'

export const listPayoutBatches = defineOperation({
  name: 'listPayoutBatches',
  tag: 'payouts',
  summary: 'List payout runs',
  description: 'Every run, newest first.',
  http: 'GET /v1/payout-batches',
  scope: 'operator',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(PayoutBatch),
  async handle({ db, caller }, { limit = 20, cursor }) {
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectBatches(db, caller.mode, before, limit + 1)
    return toPage(rows, limit, batchOf, (row) => encodeCursor(scope, [row.id]))
  },
})
