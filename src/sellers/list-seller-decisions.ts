import Type from 'typebox'
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
import { selectDecisions } from './queries.ts'
import { decisionOf, SellerDecision } from './schema.ts'
import { ownSeller } from './visibility.ts'

export const listSellerDecisions = defineOperation({
  name: 'listSellerDecisions',
  tag: 'sellers',
  summary: 'List decisions about a seller',
  description: 'Newest first. Only the seller and the operator may read them.',
  http: 'GET /v1/sellers/{id}/decisions',
  scope: 'sellers:read',
  input: Type.Object({ id: Id('seller'), ...pageInput }, { additionalProperties: false }),
  output: pageOf(SellerDecision),
  errors: ['not_found'],
  async handle({ db, caller }, { id, limit = defaultPageSize, cursor }) {
    const { id: sellerId } = await ownSeller(db, caller, id)
    const scope = `decisions:${id}`
    const before = cursor === undefined ? undefined : decodeCursor(scope, cursor, 1)
    const rows = await selectDecisions(db, sellerId, limit + 1, before?.[0] as string | undefined)
    return toPage(rows, limit, decisionOf, (row) => encodeCursor(scope, [row.id]))
  },
})
