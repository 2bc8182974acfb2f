import Type from 'typebox'
import { requireCurrency } from '../core/currency.ts'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { CalendarDate, Currency } from '../core/schema.ts'
import { rateBetween } from './exchange.ts'
import { exchangeTable } from './policies.ts'
import { readVersions } from './queries.ts'
import { ExchangeRate } from './schema.ts'

const scope = 'exchange-rates'

export const listExchangeRates = defineOperation({
  name: 'listExchangeRates',
  tag: 'shipping',
  summary: 'List exchange rates',
  description:
    'The rates in force on a day, by currency. Rates against another base than EUR are crossed exactly and written with 18 decimals. A quote keeps the rates it was made with.',
  http: 'GET /v1/exchange-rates',
  scope: 'products:read',
  input: Type.Object(
    {
      base: Type.Optional({ ...Currency, default: 'EUR' }),
      date: Type.Optional({ ...CalendarDate, description: 'Today unless said.' }),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(ExchangeRate),
  errors: ['rate_not_available'],
  async handle({ db, now }, { base = 'EUR', date, limit = defaultPageSize, cursor }) {
    requireCurrency(base, '#/base')
    const at = date === undefined ? now : new Date(`${date}T23:59:59Z`)
    const table = await exchangeTable(db, await readVersions(db), at)
    const after = cursor === undefined ? '' : String(decodeCursor(scope, cursor, 1)[0])
    const rates = [table.base, ...table.rates.keys()]
      .filter((currency) => currency !== base && currency > after)
      .sort()
      .map((currency) => rateBetween(table, base, currency))
      .map(({ from, to, rate, asOf, source }) => ({
        base: from,
        currency: to,
        rate,
        date: asOf,
        source,
      }))
    return toPage(
      rates,
      limit,
      (rate) => rate,
      (rate) => encodeCursor(scope, [rate.currency]),
    )
  },
})
