import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { selectPolicies } from './queries-fees.ts'
import { FeePolicy, feePolicyOf } from './schema.ts'

export const listFeePolicies = defineOperation({
  name: 'listFeePolicies',
  tag: 'ledger',
  summary: 'List fee policies',
  description: 'Every dated rule of what the platform takes, the latest added first.',
  http: 'GET /v1/fee-policies',
  scope: 'wallets:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(FeePolicy),
  async handle({ db }, { limit = 20, cursor }) {
    const before = cursor === undefined ? undefined : policyIdIn(cursor)
    const rows = await selectPolicies(db, before, limit + 1)
    return toPage(rows, limit, feePolicyOf, (row) =>
      encodeCursor('fee-policies', [ids.feePolicy.encode(row.id)]),
    )
  },
})

function policyIdIn(cursor: string): string {
  const id = ids.feePolicy.tryDecode(String(decodeCursor('fee-policies', cursor, 1)[0]))
  if (id !== undefined) return id
  throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
}
