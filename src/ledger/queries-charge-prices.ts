import type { Tx } from '../core/database.ts'
import type { chargeFees } from './tables.ts'

export interface ChargePriceRow {
  readonly id: string
  readonly code: string
  readonly fee: (typeof chargeFees)[number]
  readonly name: string
  readonly currency: string
  readonly amountMinor: number
  readonly plan: string | null
  readonly months: number | null
  readonly validFrom: Date
  readonly validUntil: Date | null
}

const columns = (sql: Tx['sql']) => sql`
  id, code, fee, name, currency, amount_minor as "amountMinor", plan, months,
  valid_from as "validFrom", valid_until as "validUntil"`

/** The price of a code in force: the latest row wins. Served by charge_prices_code. */
export async function findChargePrice(
  { sql }: Tx,
  code: string,
  currency: string,
  at: Date,
): Promise<ChargePriceRow | undefined> {
  const [row] = await sql<ChargePriceRow[]>`
    select ${columns(sql)} from charge_prices
    where code = ${code} and currency = ${currency} and valid_from <= ${at}
      and (valid_until is null or valid_until > ${at})
    order by valid_from desc, id desc limit 1`
  return row
}

/** All prices ever, newest first, before an id. */
export async function selectChargePrices(
  { sql }: Tx,
  before: string | undefined,
  limit: number,
): Promise<ChargePriceRow[]> {
  return await sql<ChargePriceRow[]>`
    select ${columns(sql)} from charge_prices
    ${before === undefined ? sql`` : sql`where id < ${before}`}
    order by id desc limit ${limit}`
}

/** Adds a price and answers it. */
export async function insertChargePrice({ sql }: Tx, row: ChargePriceRow): Promise<ChargePriceRow> {
  const [inserted] = await sql<ChargePriceRow[]>`
    insert into charge_prices (id, code, fee, name, currency, amount_minor, plan, months,
      valid_from, valid_until)
    values (${row.id}, ${row.code}, ${row.fee}, ${row.name}, ${row.currency}, ${row.amountMinor},
      ${row.plan}, ${row.months}, ${row.validFrom}, ${row.validUntil})
    returning ${columns(sql)}`
  return inserted!
}
