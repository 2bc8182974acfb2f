import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { isOwnSeller, selectSeller } from '../sellers/index.ts'
import { lockCharge, setRenewal } from './queries-charges.ts'
import { Charge, chargeOf } from './schema.ts'

export const stopChargeRenewal = defineOperation({
  name: 'stopChargeRenewal',
  tag: 'payouts',
  summary: 'Let a plan end',
  description: 'The plan that the charge bought lasts until `planUntil` and is not bought again.',
  http: 'POST /v1/charges/{id}/stop-renewal',
  scope: 'sellers:write',
  input: Type.Object({ id: Id('charge') }, { additionalProperties: false }),
  output: Charge,
  errors: ['not_found'],
  idempotency: 'accepted',
  async handle({ db, caller }, { id }) {
    const row = await lockCharge(db, ids.charge.decode(id))
    const seller = row && (await selectSeller(db, row.sellerId))
    const isOwn = seller !== undefined && caller.mode === 'live' && isOwnSeller(caller, seller)
    if (!row || !isOwn) throw notFound('charge', id)
    return chargeOf(row.renewsAt === null ? row : await setRenewal(db, row.id, null))
  },
})
