import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { scopes } from '../core/operation.ts'
import { Enum, Id, Nullable, Text, Timestamp } from '../core/schema.ts'
import type { AccountRow, KeyRow } from './queries.ts'
import { accountKinds } from './tables.ts'

export const KeyMode = Enum(['live', 'test'] as const, {
  $id: 'KeyMode',
  description: 'Live keys move real goods and money; test keys act in the sandbox.',
})

export const Scope = Enum(scopes, { $id: 'Scope', description: 'Something a key may do.' })

export const Account = Type.Object(
  {
    id: Id('account'),
    name: Type.String({ description: 'Unique name of the account.' }),
    kind: Enum(accountKinds, { $id: 'AccountKind', description: 'The part an account plays.' }),
    createdAt: Timestamp,
  },
  { $id: 'Account', additionalProperties: false, description: 'Whoever deals with the platform.' },
)

const apiKeyFields = {
  id: Id('apiKey'),
  name: Text({ maxLength: 100, description: 'What the key is for.' }),
  mode: KeyMode,
  hint: Type.String({ description: 'Four characters of the secret, to recognise it by.' }),
  scopes: Type.Array(Scope, { description: 'What the key may do.' }),
  sellerId: Nullable(Id('seller')),
  createdAt: Timestamp,
  expiresAt: Nullable(Timestamp),
  revokedAt: Nullable(Timestamp),
  lastUsedAt: Nullable(Timestamp),
}

export const ApiKey = Type.Object(apiKeyFields, {
  $id: 'ApiKey',
  additionalProperties: false,
  description: 'An API key without its secret. `lastUsedAt` is exact to about a minute.',
})

export const CreatedApiKey = Type.Object(
  {
    ...apiKeyFields,
    secret: Type.String({
      description: 'The key itself: shown now and never again.',
      examples: ['ent_test_…'],
    }),
  },
  { $id: 'CreatedApiKey', additionalProperties: false, description: 'A new key with its secret.' },
)

export function accountOf(row: AccountRow): Type.Static<typeof Account> {
  return {
    id: ids.account.encode(row.id),
    name: row.name,
    kind: row.kind,
    createdAt: row.created_at.toISOString(),
  }
}

export function apiKeyOf(row: KeyRow): Type.Static<typeof ApiKey> {
  return {
    id: ids.apiKey.encode(row.id),
    name: row.name,
    mode: row.mode,
    hint: row.hint,
    scopes: row.scopes as Type.Static<typeof ApiKey>['scopes'],
    sellerId: row.seller_id === null ? null : ids.seller.encode(row.seller_id),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}
