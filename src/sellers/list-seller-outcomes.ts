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
import { listOutcomeRows } from './queries-outcomes.ts'
import { OutcomeKind, outcomeOf, SellerOutcome } from './reliability-schema.ts'
import { isOrderShown, testAccountOf, visibleSeller } from './visibility.ts'

export const listSellerOutcomes = defineOperation({
  name: 'listSellerOutcomes',
  tag: 'sellers',
  summary: 'List the evidence behind a seller’s score',
  description: 'Newest first. Every score can be worked out again from these rows.',
  http: 'GET /v1/sellers/{id}/outcomes',
  scope: 'sellers:read',
  input: Type.Object(
    {
      id: Id('seller'),
      kind: Type.Optional(OutcomeKind),
      isProblem: Type.Optional(Type.Boolean()),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(SellerOutcome),
  errors: ['not_found'],
  cost: 2,
  async handle({ db, caller }, { id, kind, isProblem, limit = defaultPageSize, cursor }) {
    const seller = await visibleSeller(db, caller, id)
    const scope = JSON.stringify(['outcomes', id, kind, isProblem])
    const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, 3)
    const filter = { kind, isProblem }
    const testAccount = testAccountOf(caller)
    const rows = await listOutcomeRows(db, seller.id, testAccount, filter, limit + 1, after)
    return toPage(
      rows,
      limit,
      (row) => outcomeOf(row, isOrderShown(caller, seller, row)),
      (row) => encodeCursor(scope, [row.known_at, row.seller_order_id, row.kind]),
    )
  },
})
