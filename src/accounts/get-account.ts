import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { selectAccount } from './queries.ts'
import { Account, accountOf } from './schema.ts'

export const getAccount = defineOperation({
  name: 'getAccount',
  tag: 'accounts',
  summary: 'Get your account',
  description: 'The account that the key belongs to.',
  http: 'GET /v1/account',
  scope: 'keys:read',
  input: Type.Object({}, { additionalProperties: false }),
  output: Account,
  errors: ['not_found'],
  async handle({ db, caller }) {
    const row = await selectAccount(db, caller.accountId)
    if (row === undefined) throw notFound('account', caller.accountName)
    return accountOf(row)
  },
})
