import { type ByteSource, decodeText, readHead, resume, unpack } from './decode-text.ts'
import { type Detected, detectFormat } from './detect-format.ts'
import type { FeedDefaults, FeedFormat, FeedItem } from './feed-product.ts'
import { readGoogleTsv } from './google-tsv.ts'
import { readGoogleXml } from './google-xml.ts'
import { readJsonLines } from './json-lines.ts'
import { readShopifyCsv } from './shopify-csv.ts'

const headSize = 16_384

export interface OpenFeed {
  readonly format: FeedFormat
  readonly items: AsyncGenerator<FeedItem>
}

/**
 * Looks at the beginning of a feed (plain or gzip) and opens it with the reader of its format. Throws
 * FeedError before anything is read further when the file is of the wrong kind.
 */
export async function openFeed(
  source: ByteSource,
  defaults: FeedDefaults,
  options: { fileName?: string; format?: FeedFormat } = {},
): Promise<OpenFeed> {
  const bytes = unpack(source)
  const { head, isEnd } = await readHead(bytes, headSize)
  const detected = await detectOrClose(bytes, head, options)
  const pieces = decodeText(resume(head, isEnd, bytes))
  return { format: detected.format, items: readAs(detected, pieces, defaults) }
}

/** Looks at the beginning of a feed only. Throws FeedError for a file of the wrong kind. */
export async function inspectFeed(
  source: ByteSource,
  options: { fileName?: string; format?: FeedFormat | undefined } = {},
): Promise<Detected> {
  const bytes = unpack(source)
  try {
    const { head } = await readHead(bytes, headSize)
    return detectFormat(head, options.fileName, options.format)
  } finally {
    await bytes.return(undefined)
  }
}

async function detectOrClose(
  bytes: AsyncGenerator<Uint8Array>,
  head: Uint8Array,
  options: { fileName?: string; format?: FeedFormat },
): Promise<Detected> {
  try {
    return detectFormat(head, options.fileName, options.format)
  } catch (error) {
    await bytes.return(undefined)
    throw error
  }
}

function readAs(
  { format, delimiter }: Detected,
  pieces: AsyncIterable<string>,
  defaults: FeedDefaults,
): AsyncGenerator<FeedItem> {
  switch (format) {
    case 'shopifyCsv':
      return readShopifyCsv(pieces, defaults, delimiter)
    case 'googleTsv':
      return readGoogleTsv(pieces, defaults, delimiter)
    case 'googleXml':
      return readGoogleXml(pieces, defaults)
    case 'jsonLines':
      return readJsonLines(pieces, defaults)
  }
}
