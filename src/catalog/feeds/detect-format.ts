import { parse } from 'csv-parse/sync'
import { encodingOf } from './decode-text.ts'
import { FeedError, type FeedFormat } from './feed-product.ts'
import { googleName } from './google-tsv.ts'
import { shopifyColumn } from './shopify-columns.ts'
import { delimiterOf } from './table-rows.ts'

export interface Detected {
  readonly format: FeedFormat
  /** What separates the fields of a table. */
  readonly delimiter?: string
}

const expected =
  'Send a Shopify product CSV, a Google Merchant feed (tab-separated, RSS or Atom), or JSON Lines.'

const signatures: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['RIFF', 'a media file'],
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an Excel workbook; export the sheet as CSV'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook; export the sheet as CSV'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['BZh', 'a bzip2 archive; only gzip is unpacked here'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive; only gzip is unpacked here'],
  ['SQLite format', 'an SQLite database'],
  ['PAR1', 'a Parquet file'],
  ['\x7fELF', 'a program'],
]

/**
 * The format of a feed by its first bytes (unpacked, a few thousand of them). Throws FeedError that says
 * what the file looks like when it is none of the formats, or not the one that was asked for.
 */
export function detectFormat(head: Uint8Array, fileName = '', asked?: FeedFormat): Detected {
  refuseBinary(head)
  const text = new TextDecoder(knownEncoding(head)).decode(head).trimStart()
  if (text === '') throw wrongKind('file_empty', 'The file is empty.', expected)
  const detected = detectText(text, fileName)
  if (asked !== undefined && asked !== detected.format) {
    throw wrongKind(
      'format_mismatch',
      `The file was announced as ${asked} but looks like ${detected.format}.`,
      'Leave the format out, or send the file that was meant.',
    )
  }
  return detected
}

function knownEncoding(head: Uint8Array): string {
  const encoding = encodingOf(head)
  try {
    new TextDecoder(encoding)
    return encoding
  } catch {
    return 'latin1'
  }
}

function refuseBinary(head: Uint8Array): void {
  const start = Buffer.from(head.subarray(0, 16)).toString('latin1')
  const known = signatures.find(([signature]) => start.startsWith(signature))
  if (known) throw wrongKind('wrong_kind', `The file is ${known[1]}.`, expected)
  if (encodingOf(head) === 'utf-8' && head.subarray(0, 64).includes(0)) {
    throw wrongKind('wrong_kind', 'The file is binary data, not text.', expected)
  }
}

function detectText(text: string, fileName: string): Detected {
  if (text.startsWith('<')) return detectXml(text)
  if (text.startsWith('[')) {
    throw wrongKind(
      'wrong_kind',
      'The file is a JSON array.',
      "Write one object a line instead, for example with: jq -c '.[]' FILE.",
    )
  }
  if (text.startsWith('{')) return detectJson(text)
  return detectTable(text, fileName)
}

function detectXml(text: string): Detected {
  const body = text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '').trimStart()
  const content = body.replace(/^<!doctype[^[>]*(?:\[[\s\S]*?\]\s*)?>\s*/i, '')
  if (/^<!doctype\s+html|^<html|^<head|^<body/i.test(body)) {
    throw wrongKind(
      'wrong_kind',
      'The file is an HTML page.',
      'If it was downloaded, check that the address does not lead to a login page.',
    )
  }
  const root = /^<([\w:.-]+)/.exec(content)?.[1]?.toLowerCase() ?? 'nothing'
  if (root !== 'rss' && root !== 'feed') {
    throw wrongKind(
      'wrong_kind',
      `The XML has the root element <${root}>, not <rss> or <feed>.`,
      expected,
    )
  }
  if (!/base\.google\.com\/ns\/1\.0|<g:/.test(text)) {
    throw wrongKind(
      'wrong_kind',
      'The XML is a feed of articles: no element is in the namespace of Google Merchant products.',
      'Declare xmlns:g="http://base.google.com/ns/1.0" and give each item g:id, g:price and so on.',
    )
  }
  return { format: 'googleXml' }
}

function detectJson(text: string): Detected {
  const firstLine = text.split(/\r\n?|\n/, 1)[0]!
  if (/^\{\s*$/.test(firstLine.trim())) {
    throw wrongKind(
      'wrong_kind',
      'The file is JSON spread over several lines.',
      'Write one product a line, for example with: jq -c . FILE.',
    )
  }
  if (!/"(id|externalId|title)"\s*:/.test(text)) {
    throw wrongKind(
      'wrong_kind',
      'The objects of the file have neither "id" nor "title", so they are no products.',
      'Write one product a line with id, title and price or variants.',
    )
  }
  return { format: 'jsonLines' }
}

function detectTable(text: string, fileName: string): Detected {
  const firstLine = text.split(/\r\n?|\n/, 1)[0]!
  const delimiter = delimiterOf(firstLine)
  const columns = headerColumns(firstLine, delimiter)
  const names = new Set(columns.map(shopifyColumn))
  if (names.has('handle') && names.has('title')) return { format: 'shopifyCsv', delimiter }
  if (names.has('sku') || names.has('regular price')) refuseWooCommerce(columns)
  const fields = new Set(columns.map(googleName))
  if (fields.has('id') && fields.has('title') && fields.has('price')) {
    return { format: 'googleTsv', delimiter }
  }
  const kind = fileName === '' ? 'The file' : `"${fileName.slice(-80)}"`
  throw wrongKind(
    'wrong_kind',
    `${kind} does not begin like a product feed: its first line is "${firstLine.slice(0, 80)}".`,
    `${expected} A table begins with its column names.`,
  )
}

function headerColumns(line: string, delimiter: string): string[] {
  try {
    const [columns] = parse(line, { delimiter, relax_quotes: true }) as string[][]
    return (columns ?? []).map((name) => name.trim().toLowerCase())
  } catch (error) {
    if (error instanceof Error && error.constructor.name === 'CsvError') return []
    throw error
  }
}

function refuseWooCommerce(columns: readonly string[]): void {
  const marks = ['type', 'regular price', 'published', 'tax status', 'in stock?', 'categories']
  if (marks.filter((mark) => columns.includes(mark)).length < 3) return
  throw wrongKind(
    'wrong_kind',
    'The file is a WooCommerce product export, which is not read here.',
    'Export a Google Merchant feed from WooCommerce, or convert the products to JSON Lines.',
  )
}

function wrongKind(code: string, reason: string, fix: string): FeedError {
  return new FeedError({ code, reason, fix })
}
