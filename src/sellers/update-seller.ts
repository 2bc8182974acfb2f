import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id, Text } from '../core/schema.ts'
import { nameTaken, slugOfName } from './create-seller.ts'
import { changesOf } from './details.ts'
import { lockSeller, selectSellerBySlug, updateSellerRow } from './queries.ts'
import { Seller, SellerPlan, sellerDetails, sellerOf } from './schema.ts'
import { ownSeller } from './visibility.ts'

export const updateSeller = defineOperation({
  name: 'updateSeller',
  tag: 'sellers',
  summary: 'Update a seller',
  description:
    'Changes what is given and leaves the rest. Only the seller and the operator may; `plan` is the operator’s.',
  http: 'PATCH /v1/sellers/{id}',
  scope: 'sellers:write',
  input: Type.Object(
    {
      id: Id('seller'),
      name: Type.Optional(Text({ minLength: 2, maxLength: 120 })),
      plan: Type.Optional(SellerPlan),
      ...sellerDetails,
    },
    { additionalProperties: false },
  ),
  output: Seller,
  errors: ['not_found', 'already_exists', 'forbidden'],
  cost: 5,
  async handle({ db, caller, now }, { id, name, plan, ...details }) {
    await ownSeller(db, caller, id)
    if (plan !== undefined && !caller.isOperator) {
      throw new ApiError('forbidden', 'The plan is set by the operator: leave it out.')
    }
    if (caller.mode === 'test') {
      throw new ApiError('forbidden', 'Test keys cannot change a shop: use a live key.')
    }
    const row = (await lockSeller(db, ids.seller.decode(id)))!
    const renamed = name === undefined ? {} : { name: name.trim(), slug: slugOfName(name) }
    if (renamed.slug !== undefined && renamed.slug !== row.slug) {
      if (await selectSellerBySlug(db, renamed.slug)) throw nameTaken(name!)
    }
    const changes = { ...changesOf(details), ...renamed, ...(plan ? { plan } : {}) }
    return sellerOf(await updateSellerRow(db, row.id, changes, now))
  },
})
