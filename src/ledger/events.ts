import Type from 'typebox'
import { Money } from '../core/schema.ts'
import { defineEvent } from '../events/index.ts'
import { Wallet } from './schema.ts'

export const walletToppedUp = defineEvent({
  type: 'wallet.toppedUp',
  summary: 'Money came into a wallet',
  payload: Type.Object(
    { wallet: Wallet, amount: Money },
    { $id: 'WalletToppedUp', additionalProperties: false },
  ),
})

export const walletWithdrawn = defineEvent({
  type: 'wallet.withdrawn',
  summary: 'Money left a wallet for the outside',
  payload: Type.Object(
    { wallet: Wallet, amount: Money },
    { $id: 'WalletWithdrawn', additionalProperties: false },
  ),
})
