import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { createApiKey } from './create-api-key.ts'
import { forgetReplies } from './forget-replies.ts'
import { getAccount } from './get-account.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

/** Accounts and their API keys: who calls and what they may do. Knows nothing of goods or money. */
export { type AccessTokens, accessTokenSeconds, openAccessTokens } from './access-tokens.ts'
export { issueKey, type KeyOrder } from './issue-key.ts'
export { type Keyring, openKeyring } from './keyring.ts'
export { pepperOf, usePepper } from './pepper.ts'
export { findAccountByName, insertAccount, selectAccount } from './queries.ts'
export { Account, accountOf, CreatedApiKey, KeyMode, Scope } from './schema.ts'

export const operations: readonly AnyOperation[] = [
  getAccount,
  createApiKey,
  listApiKeys,
  revokeApiKey,
]

export const jobs: readonly Job[] = [forgetReplies]
