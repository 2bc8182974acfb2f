import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { isOwnSeller, selectSeller } from '../sellers/index.ts'
import { playerOf } from './payee.ts'
import { selectPayout } from './queries.ts'
import { Payout, payoutOf } from './schema.ts'

export const getPayout = defineOperation({
  name: 'getPayout',
  tag: 'payouts',
  summary: 'Get a payout',
  description: 'One payout of a seller you act for.',
  http: 'GET /v1/payouts/{id}',
  scope: 'payouts:read',
  input: Type.Object({ id: Id('payout') }, { additionalProperties: false }),
  output: Payout,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const row = await selectPayout(db, caller.mode, ids.payout.decode(id))
    if (row === undefined || playerOf(caller) !== undefined) throw notFound('payout', id)
    if (caller.isOperator || (row.payeeKind === 'affiliate' && row.payeeId === caller.accountId)) {
      return payoutOf(row)
    }
    const seller = row.payeeKind === 'seller' ? await selectSeller(db, row.payeeId) : undefined
    if (seller === undefined || !isOwnSeller(caller, seller)) throw notFound('payout', id)
    return payoutOf(row)
  },
})
