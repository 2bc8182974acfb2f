import Type from 'typebox'
import { ApiError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Text } from '../core/schema.ts'
import { changesOf } from './details.ts'
import { insertDecision, insertSeller } from './queries.ts'
import { Seller, sellerDetails, sellerOf } from './schema.ts'
import { slugOf } from './slug.ts'

export const createSeller = defineOperation({
  name: 'createSeller',
  tag: 'sellers',
  summary: 'Apply as a seller',
  description:
    'Opens a shop for your account. It waits as `applied` until the operator decides; the operator’s own shops are vetted at once. Needs a live key: sellers are real in both worlds.',
  http: 'POST /v1/sellers',
  status: 201,
  scope: 'sellers:write',
  input: Type.Object(
    {
      name: Text({ minLength: 2, maxLength: 120, description: 'Unique name of the shop.' }),
      currency: Type.Optional(Currency),
      ...sellerDetails,
    },
    { additionalProperties: false },
  ),
  output: Seller,
  errors: ['already_exists', 'forbidden'],
  idempotency: 'accepted',
  cost: 10,
  async handle({ db, caller, now }, { name, currency = 'USD', ...details }) {
    if (caller.mode === 'test') {
      throw new ApiError('forbidden', 'Test keys cannot open a shop: use a live key.')
    }
    const status = caller.isOperator ? 'vetted' : 'applied'
    const row = await insertSeller(db, {
      ...changesOf({ ...details, currency }),
      id: newId(),
      account_id: caller.accountId,
      name: name.trim(),
      slug: slugOfName(name),
      currency,
      status,
    })
    if (!row) throw nameTaken(name)
    await insertDecision(db, {
      id: newId(),
      sellerId: row.id,
      status,
      reason: null,
      decided_by: caller.keyId,
      decided_at: now,
    })
    return sellerOf(row)
  },
})

/** The slug of a name; throws where nothing of it is a letter or a digit. */
export function slugOfName(name: string): string {
  const slug = slugOf(name)
  if (slug !== '') return slug
  const message = 'The name needs a letter or a digit.'
  throw new ApiError('invalid_request', message, {
    errors: [{ pointer: '#/name', code: 'wrong_format', message }],
  })
}

export function nameTaken(name: string): ApiError {
  return new ApiError(
    'already_exists',
    `A seller named like "${name}" exists: choose another name.`,
  )
}
