import type { Readable } from 'node:stream'
import { parse } from 'csv-parse'

/** Columns of a spreadsheet of orders; one row is one line of an order. */
export const orderColumns = {
  reference: 'Your id of the order; rows with the same one, one after the other, are one order.',
  variant: 'Id of the variant (var_…); or leave it out and name the SKU.',
  sku: 'The seller’s SKU.',
  seller: 'Name of the seller, where several sell under that SKU.',
  quantity: 'Units.',
  name: 'Who receives the parcel.',
  company: '',
  line1: 'Street and house number.',
  line2: '',
  city: '',
  region: '',
  postalCode: '',
  country: 'ISO 3166-1 code, such as DE.',
  phone: '',
  email: '',
  taxId: '',
  shipping: 'cheapest or fastest; cheapest unless said.',
  maxTotal: 'The most the order may cost, as a decimal such as 49.90.',
  currency: 'ISO 4217 code of maxTotal, such as EUR.',
  note: 'For the sellers.',
} as const
export type OrderColumn = keyof typeof orderColumns

const required: readonly OrderColumn[] = ['reference', 'quantity', 'name', 'line1', 'country']

/** One row with its place in the file; cells that are empty are missing. */
export interface OrderFileRow {
  readonly line: number
  readonly cells: Readonly<Partial<Record<OrderColumn, string>>>
}

/** The file cannot be an order file; the message says why and what to do. */
export class OrderFileError extends Error {
  override readonly name = 'OrderFileError'
}

/** Rows of one reference after the other: streamed, so that a file of any size needs little memory. */
export async function* readOrderFile(file: Readable): AsyncGenerator<OrderFileRow[]> {
  let group: OrderFileRow[] = []
  for await (const row of rowsOf(file)) {
    if (group.length > 0 && group[0]!.cells.reference !== row.cells.reference) {
      yield group
      group = []
    }
    group.push(row)
  }
  if (group.length > 0) yield group
}

async function* rowsOf(file: Readable): AsyncGenerator<OrderFileRow> {
  const parser = file.pipe(
    parse({
      bom: true,
      columns: (header: string[]) => header.map(columnOf),
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  )
  file.once('error', (error) => parser.destroy(error))
  let isChecked = false
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (!isChecked) requireColumns(record)
      isChecked = true
      const filled = Object.entries(record).filter(([name, cell]) => name in orderColumns && cell)
      yield { line: info.lines, cells: Object.fromEntries(filled) }
    }
  } catch (error) {
    throw unreadable(error)
  }
}

interface Parsed {
  readonly record: Record<string, string>
  readonly info: { readonly lines: number }
}

const byPlainName = new Map(Object.keys(orderColumns).map((name) => [plain(name), name]))
const otherNames: Record<string, OrderColumn> = {
  orderid: 'reference',
  clientreference: 'reference',
  variantid: 'variant',
  qty: 'quantity',
  address: 'line1',
  address1: 'line1',
  address2: 'line2',
  state: 'region',
  province: 'region',
  zip: 'postalCode',
  postcode: 'postalCode',
}

function columnOf(title: string): string {
  const name = plain(title)
  return byPlainName.get(name) ?? otherNames[name] ?? title
}

function plain(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function requireColumns(record: Record<string, string>): void {
  const missing = required.filter((name) => !(name in record))
  if (missing.length === 0) return
  throw new OrderFileError(
    `The first row must name the columns; ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
  )
}

function unreadable(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string }
  return code?.startsWith('CSV_') ? new OrderFileError(`It is no CSV: ${message}.`) : error
}
