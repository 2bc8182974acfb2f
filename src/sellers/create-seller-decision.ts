import Type from 'typebox'
import { ApiError, notFound } from '../core/errors.ts'
import { ids, newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { emit } from '../events/index.ts'
import { sellerDecided } from './events.ts'
import { insertDecision, lockSeller, updateSellerRow } from './queries.ts'
import { Seller, SellerStatus, sellerOf } from './schema.ts'
import type { SellerStatus as Status } from './tables.ts'

// A rejected applicant may be reconsidered; a closed shop stays closed.
const nextStatuses: Readonly<Record<Status, readonly Status[]>> = {
  applied: ['vetted', 'rejected', 'closed'],
  rejected: ['applied', 'vetted', 'closed'],
  vetted: ['suspended', 'closed'],
  suspended: ['vetted', 'closed'],
  closed: [],
}

export const createSellerDecision = defineOperation({
  name: 'createSellerDecision',
  tag: 'sellers',
  summary: 'Decide about a seller',
  description:
    'Vets, rejects, suspends, reinstates or closes a seller. Each decision is kept with who made it, when and why.',
  http: 'POST /v1/sellers/{id}/decisions',
  status: 201,
  scope: 'operator',
  input: Type.Object(
    {
      id: Id('seller'),
      status: SellerStatus,
      reason: Text({ minLength: 1, maxLength: 500, description: 'Shown to the seller.' }),
    },
    { additionalProperties: false },
  ),
  output: Seller,
  errors: ['not_found', 'conflict'],
  idempotency: 'accepted',
  cost: 5,
  async handle({ db, caller, now }, { id, status, reason }) {
    const row = await lockSeller(db, ids.seller.decode(id))
    if (!row) throw notFound('seller', id)
    if (!nextStatuses[row.status].includes(status)) {
      const possible = nextStatuses[row.status].join(', ') || 'nothing else'
      throw new ApiError('conflict', `The seller is ${row.status}: it can become ${possible}.`)
    }
    const decided = await updateSellerRow(db, row.id, { status }, now)
    await insertDecision(db, {
      id: newId(),
      sellerId: row.id,
      status,
      reason,
      decided_by: caller.keyId,
      decided_at: now,
    })
    if (row.account_id !== null) {
      await emit(db, sellerDecided, {
        accountId: row.account_id,
        mode: 'live',
        subjectId: row.id,
        payload: { sellerId: id, status, reason },
      })
    }
    return sellerOf(decided)
  },
})
