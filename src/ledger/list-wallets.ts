import Type from 'typebox'
import { isCurrency } from '../core/currency.ts'
import { ApiError } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { selectWallets } from './queries.ts'
import { Wallet, walletOfRow } from './schema.ts'

export const listWallets = defineOperation({
  name: 'listWallets',
  tag: 'wallets',
  summary: 'List your wallets',
  description: 'The prepaid balances of your account, one per currency, by currency code.',
  http: 'GET /v1/wallets',
  scope: 'wallets:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(Wallet),
  async handle({ db, caller }, { limit = 20, cursor }) {
    const after = cursor === undefined ? '' : currencyIn(cursor)
    const { accountId, mode } = caller
    const rows = await selectWallets(db, accountId, mode, after, limit + 1)
    return toPage(rows, limit, walletOfRow, (row) => encodeCursor('wallets', [row.currency]))
  },
})

function currencyIn(cursor: string): string {
  const currency = String(decodeCursor('wallets', cursor, 1)[0])
  if (isCurrency(currency)) return currency
  throw new ApiError('invalid_cursor', 'The cursor is malformed: pass `nextCursor` unchanged.')
}
