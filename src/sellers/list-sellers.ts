import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { Country, Enum, List, Text } from '../core/schema.ts'
import { listSellerRows, type SellerRow, type SellerSort, sellerSorts } from './queries.ts'
import { Score, Seller, SellerStatus, sellerOf } from './schema.ts'
import { publicStatuses } from './visibility.ts'

export const listSellers = defineOperation({
  name: 'listSellers',
  tag: 'sellers',
  summary: 'List sellers',
  description:
    'Sellers that sell here, most reliable first. `minScore` compares `expectedScore`, so new sellers are not left out for being new.',
  http: 'GET /v1/sellers',
  scope: 'sellers:read',
  input: Type.Object(
    {
      q: Type.Optional(Text({ minLength: 1, maxLength: 100, description: 'Part of the name.' })),
      country: Type.Optional(List(Country, { maxItems: 50, description: 'Where they are.' })),
      status: Type.Optional(SellerStatus),
      minScore: Type.Optional(Score),
      sort: Type.Optional(
        Enum(sellerSorts, {
          $id: 'SellerSort',
          description: 'Order of sellers.',
          default: 'score',
        }),
      ),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(Seller),
  cost: 2,
  async handle({ db, caller }, input) {
    const { sort = 'score', limit = defaultPageSize, status } = input
    const filter = {
      statuses: status === undefined ? publicStatuses : [status],
      ownAccountId: status === undefined && caller.accountId !== '' ? caller.accountId : null,
      countries: input.country,
      minScore: input.minScore,
      text: input.q,
    }
    if (status !== undefined && !publicStatuses.includes(status) && !caller.isOperator) {
      throw invalidField('#/status', 'not_one_of', `Must be one of ${publicStatuses.join(', ')}.`)
    }
    const scope = JSON.stringify(['sellers', sort, filter])
    const after = input.cursor === undefined ? undefined : decodeCursor(scope, input.cursor, 2)
    const rows = await listSellerRows(db, filter, sort, limit + 1, after)
    return toPage(rows, limit, sellerOf, (row) => encodeCursor(scope, [keyOf(row, sort), row.id]))
  },
})

function keyOf(row: SellerRow, sort: SellerSort): string | number {
  return sort === 'score' ? row.expected_score : row.name
}
