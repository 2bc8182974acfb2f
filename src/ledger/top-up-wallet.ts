import Type from 'typebox'
import { selectAccount } from '../accounts/index.ts'
import { requireCurrency } from '../core/currency.ts'
import { ApiError, notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Id } from '../core/schema.ts'
import { Memo, Wallet, walletOfRow } from './schema.ts'
import { deposit } from './wallets.ts'

/** The most that one top-up may carry, in minor units. */
export const maxTopUpMinor = 1_000_000_000_000

export const topUpWallet = defineOperation({
  name: 'topUpWallet',
  tag: 'wallets',
  summary: 'Put money into a wallet',
  description: [
    'Books money that came in from outside and opens the wallet where there is none.',
    'With a live key only the operator may do so. A test key fills its own sandbox wallet with play money.',
  ].join('\n'),
  http: 'POST /v1/wallets/top-ups',
  status: 201,
  scope: 'wallets:write',
  input: Type.Object(
    {
      accountId: Type.Optional(Id('account')),
      amountMinor: Type.Integer({
        minimum: 1,
        maximum: maxTopUpMinor,
        description: 'How much comes in, in minor units.',
        examples: [100_000],
      }),
      currency: Currency,
      memo: Type.Optional(Memo),
    },
    { additionalProperties: false },
  ),
  output: Wallet,
  errors: ['not_found', 'forbidden'],
  idempotency: 'required',
  async handle({ db, caller, now }, { accountId: wire, amountMinor, currency, memo }) {
    if (caller.mode === 'live' && !caller.isOperator) {
      throw new ApiError('forbidden', 'Live wallets are filled by the operator or by a payment.')
    }
    requireCurrency(currency)
    const accountId = wire === undefined ? caller.accountId : ids.account.decode(wire)
    if (accountId !== caller.accountId) {
      const account = caller.isOperator ? await selectAccount(db, accountId) : undefined
      if (account === undefined) throw notFound('account', String(wire))
    }
    const amount = { amountMinor, currency }
    return walletOfRow(await deposit(db, { accountId, mode: caller.mode, amount, now, memo }))
  },
})
