import Type from 'typebox'
import { CreatedApiKey, issueKey, Scope } from '../accounts/index.ts'
import { ApiError, invalidField } from '../core/errors.ts'
import { defineOperation, type Scope as ScopeName } from '../core/operation.ts'
import { Id, Text, Timestamp } from '../core/schema.ts'
import { ownSeller } from './visibility.ts'

/** What a key for one shop may do; money of others and keys are out of its reach. */
const sellerScopes: readonly ScopeName[] = [
  'products:read',
  'products:write',
  'orders:read',
  'orders:write',
  'sellers:read',
  'sellers:write',
  'fulfillment:read',
  'fulfillment:write',
  'disputes:read',
  'disputes:write',
  'payouts:read',
  'webhooks:read',
  'webhooks:write',
]

export const createSellerKey = defineOperation({
  name: 'createSellerKey',
  tag: 'keys',
  summary: 'Create an API key for one seller',
  description:
    'Makes a key that sees and moves only this seller’s things, in the same mode as the key you call with and never doing more than that. The secret is in this answer only.',
  http: 'POST /v1/sellers/{id}/api-keys',
  status: 201,
  scope: 'keys:write',
  input: Type.Object(
    {
      id: Id('seller'),
      name: Text({ minLength: 1, maxLength: 100, description: 'What the key is for.' }),
      scopes: Type.Optional(Type.Array(Scope, { minItems: 1, maxItems: 50, uniqueItems: true })),
      expiresAt: Type.Optional(Timestamp),
    },
    { additionalProperties: false },
  ),
  output: CreatedApiKey,
  errors: ['not_found', 'forbidden'],
  cost: 10,
  async handle({ db, caller, now }, { id, name, scopes, expiresAt }) {
    const seller = await ownSeller(db, caller, id)
    const possible = sellerScopes.filter((scope) => caller.scopes.has(scope))
    const refused = (scopes ?? []).filter((scope) => !possible.includes(scope as ScopeName))
    if (refused.length > 0) {
      const detail = `This key cannot give a seller key ${refused.join(', ')}: leave them out.`
      throw new ApiError('forbidden', detail)
    }
    const expiry = expiresAt === undefined ? null : new Date(expiresAt)
    if (expiry !== null && expiry <= now) {
      throw invalidField('#/expiresAt', 'in_the_past', 'expiresAt must lie in the future.')
    }
    return await issueKey(db, {
      accountId: seller.account_id ?? caller.accountId,
      name,
      mode: caller.mode,
      scopes: (scopes as ScopeName[] | undefined) ?? possible,
      sellerId: seller.id,
      expiresAt: expiry,
    })
  },
})
