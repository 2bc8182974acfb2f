import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { decodeCursor, encodeCursor, pageInput, pageOf, toPage } from '../core/page.ts'
import { selectChargePrices } from './queries-charge-prices.ts'
import { ChargePrice, chargePriceOf } from './schema.ts'

const scope = 'charge-prices'

export const listChargePrices = defineOperation({
  name: 'listChargePrices',
  tag: 'ledger',
  summary: 'List the price list',
  description: 'What sellers can buy of the platform, every dated price, the latest added first.',
  http: 'GET /v1/charge-prices',
  scope: 'sellers:read',
  input: Type.Object(pageInput, { additionalProperties: false }),
  output: pageOf(ChargePrice),
  async handle({ db }, { limit = 20, cursor }) {
    const before = cursor === undefined ? undefined : String(decodeCursor(scope, cursor, 1)[0])
    const rows = await selectChargePrices(db, before, limit + 1)
    return toPage(rows, limit, chargePriceOf, (row) => encodeCursor(scope, [row.id]))
  },
})
