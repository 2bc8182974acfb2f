import {
  type FeedDefaults,
  type FeedItem,
  type FeedProblem,
  type FeedProduct,
  RowError,
} from './feed-product.ts'
import { Notices, unknownField, unusedField } from './notices.ts'
import { metafieldName, readColumns, shopifyColumn, unusedColumn } from './shopify-columns.ts'
import { readShopifyProduct, readShopifyVariant, type ShopifyRow } from './shopify-row.ts'
import { type TableRow, tableRows } from './table-rows.ts'

/** Rows of one handle that are held at the most; a product cannot have more variants and images. */
const maxRowsPerProduct = 2500

/** Reads a Shopify product export: the rows that follow one another with one Handle are one product. */
export async function* readShopifyCsv(
  pieces: AsyncIterable<string>,
  defaults: FeedDefaults,
  delimiter = ',',
): AsyncGenerator<FeedItem> {
  const notices = new Notices()
  let rows: ShopifyRow[] = []
  for await (const item of tableRows(pieces, delimiter)) {
    if ('header' in item) continue
    if ('problem' in item) {
      yield item
    } else {
      noticeUnread(item, notices)
      const row = shopifyRow(item)
      const handle = row.fields.get('handle')
      if (handle === undefined) {
        yield problemAt(row.line, null, handleMissing())
        continue
      }
      if (rows.length > 0 && rows[0]!.handle !== handle) {
        yield* readHandle(rows, defaults, notices)
        rows = []
      }
      if (rows.length < maxRowsPerProduct) rows.push({ ...row, handle })
      else yield problemAt(row.line, handle, tooManyRows())
    }
  }
  if (rows.length > 0) yield* readHandle(rows, defaults, notices)
}

function* readHandle(
  rows: readonly ShopifyRow[],
  defaults: FeedDefaults,
  notices: Notices,
): Generator<FeedItem> {
  const { line, handle } = rows[0]!
  try {
    const product = readShopifyProduct(rows, defaults, notices)
    const problems = addVariants(product, rows, defaults, notices)
    yield* notices.take()
    yield* problems
    if (problems.length === 0 || product.variants.length > 0) yield { line, product }
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    yield* notices.take()
    yield problemAt(line, handle, error)
  }
}

/** Reads each variant by itself, so that one bad row costs one variant and not the product. */
function addVariants(
  product: FeedProduct,
  rows: readonly ShopifyRow[],
  defaults: FeedDefaults,
  notices: Notices,
): FeedProblem[] {
  const problems: FeedProblem[] = []
  for (const row of rows) {
    try {
      const variant = readShopifyVariant(row, rows, defaults, notices)
      if (variant) product.variants.push(variant)
    } catch (error) {
      if (!(error instanceof RowError)) throw error
      problems.push(problemAt(row.line, row.handle, error))
    }
  }
  product.gtins = [...new Set(product.variants.flatMap(({ gtin }) => gtin ?? []))]
  return problems
}

function shopifyRow(row: TableRow): { line: number; fields: Map<string, string> } {
  const fields = new Map<string, string>()
  for (const [name, value] of row.fields) {
    const key = shopifyColumn(name)
    if (!fields.has(key)) fields.set(key, value)
  }
  return { line: row.line, fields }
}

/** Columns that hold nothing are no loss; the others are named at their first value. */
function noticeUnread({ line, fields }: TableRow, notices: Notices): void {
  for (const name of fields.keys()) {
    if (readColumns.has(shopifyColumn(name)) || metafieldName(name)) continue
    const why = unusedColumn(name)
    notices.warnOnce(line, name, why ? unusedField(name, why) : unknownField(name))
  }
}

function handleMissing(): RowError {
  return new RowError('handle', {
    code: 'field_missing',
    reason: 'The row has no Handle, so it belongs to no product.',
    fix: 'Repeat the Handle of the product on each of its rows.',
  })
}

function tooManyRows(): RowError {
  return new RowError('handle', {
    code: 'too_many_values',
    reason: `The product has more than ${maxRowsPerProduct} rows.`,
    fix: 'Split the product.',
  })
}

function problemAt(line: number, externalId: string | null, error: RowError): FeedProblem {
  return { severity: 'error', line, column: error.column, externalId, problem: error.problem }
}
