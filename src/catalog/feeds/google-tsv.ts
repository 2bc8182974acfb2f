import type { FeedDefaults, FeedItem } from './feed-product.ts'
import { googleProducts, type RawItem } from './google-feed.ts'
import { tableRows } from './table-rows.ts'

/** Reads a Google Merchant feed written as a table, one item a row. */
export function readGoogleTsv(
  pieces: AsyncIterable<string>,
  defaults: FeedDefaults,
  delimiter = '\t',
): AsyncGenerator<FeedItem> {
  return googleProducts(tableItems(pieces, delimiter), defaults)
}

async function* tableItems(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<RawItem> {
  for await (const row of tableRows(pieces, delimiter)) {
    if ('header' in row) continue
    if ('problem' in row) {
      yield { line: row.line, problem: row.problem }
      continue
    }
    const fields = new Map<string, string[]>()
    for (const [name, value] of row.fields) fields.set(googleName(name), [value])
    yield { line: row.line, fields }
  }
}

/** "Image link", "image_link" and "g:image_link" are one field. */
export function googleName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^g:/, '')
    .replace(/[\s-]+/g, '_')
}
