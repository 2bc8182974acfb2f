import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Id } from '../core/schema.ts'
import { Memo, Wallet, walletOfRow } from './schema.ts'
import { maxTopUpMinor } from './top-up-wallet.ts'
import { withdraw } from './wallets.ts'

export const withdrawFromWallet = defineOperation({
  name: 'withdrawFromWallet',
  tag: 'wallets',
  summary: 'Book money paid back to a customer',
  description: 'What left the platform, to an account that wants its prepaid balance back.',
  http: 'POST /v1/wallets/withdrawals',
  status: 201,
  scope: 'operator',
  input: Type.Object(
    {
      accountId: Id('account'),
      amountMinor: Type.Integer({ minimum: 1, maximum: maxTopUpMinor }),
      currency: Currency,
      memo: Type.Optional(Memo),
    },
    { additionalProperties: false },
  ),
  output: Wallet,
  errors: ['insufficient_funds'],
  idempotency: 'required',
  async handle({ db, caller, now }, { accountId, amountMinor, currency, memo }) {
    const wallet = await withdraw(db, {
      accountId: ids.account.decode(accountId),
      mode: caller.mode,
      amount: { amountMinor, currency },
      now,
      memo,
    })
    return walletOfRow(wallet)
  },
})
