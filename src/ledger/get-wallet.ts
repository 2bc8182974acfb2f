import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { findWalletById } from './queries.ts'
import { Wallet, walletOfRow } from './schema.ts'

export const getWallet = defineOperation({
  name: 'getWallet',
  tag: 'wallets',
  summary: 'Get a wallet',
  description: 'One prepaid balance of your account. A test key sees its sandbox wallets.',
  http: 'GET /v1/wallets/{id}',
  scope: 'wallets:read',
  input: Type.Object({ id: Id('wallet') }, { additionalProperties: false }),
  output: Wallet,
  errors: ['not_found'],
  async handle({ db, caller }, { id }) {
    const { accountId, mode } = caller
    const row = await findWalletById(db, accountId, mode, ids.wallet.decode(id))
    if (row === undefined) throw notFound('wallet', id)
    return walletOfRow(row)
  },
})
