import Type from 'typebox'
import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { Id } from '../core/schema.ts'
import { importOf } from './import-of.ts'
import { actingSeller } from './own-seller.ts'
import { selectImports, selectSellerIdsOfAccount } from './queries-import-jobs.ts'
import { Import } from './schema.ts'

export const listImports = defineOperation({
  name: 'listImports',
  tag: 'imports',
  summary: 'List imports',
  description: 'Imports of the sellers that the caller acts for, newest first.',
  http: 'GET /v1/imports',
  scope: 'products:read',
  input: Type.Object(
    { sellerId: Type.Optional(Id('seller')), ...pageInput },
    { additionalProperties: false },
  ),
  output: pageOf(Import),
  errors: ['not_found'],
  async handle({ db, caller }, { sellerId, limit = defaultPageSize, cursor }) {
    const scope = JSON.stringify(['imports', sellerId ?? null])
    const before = cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)[0]
    const id = before === undefined ? undefined : ids.import.tryDecode(String(before))
    const sellers = await sellersOf(db, caller, sellerId)
    const rows = await selectImports(db, sellers, limit + 1, id)
    return toPage(rows, limit, importOf, (row) => encodeCursor(scope, [ids.import.encode(row.id)]))
  },
})

/** Null stands for every seller. */
async function sellersOf(db: Tx, caller: Caller, sellerId: string | undefined) {
  if (sellerId !== undefined) return [(await actingSeller(db, caller, sellerId)).id]
  if (caller.isOperator) return null
  if (caller.sellerId !== null) return [caller.sellerId]
  return await selectSellerIdsOfAccount(db, caller.accountId)
}
