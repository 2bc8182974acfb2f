import { readFileSync } from 'node:fs'
import type {
  FeedFormat,
  FeedItem,
  FeedProblem,
  FeedProduct,
} from '../../../src/catalog/feeds/feed-product.ts'
import { FeedError, RowError } from '../../../src/catalog/feeds/feed-product.ts'
import { openFeed } from '../../../src/catalog/feeds/read-feed.ts'

export const defaults = {
  currency: 'USD',
  language: 'en',
  assumedStock: 10,
  now: new Date('2026-11-23T00:00:00Z'),
}

export interface ReadFeed {
  format: FeedFormat
  items: FeedItem[]
  products: FeedProduct[]
  errors: FeedProblem[]
  warnings: FeedProblem[]
}

/** The bytes of a fixture. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url))
}

/** Reads a whole feed, handed over in pieces of `size` bytes to cut through characters and records. */
export async function readAll(
  content: string | Uint8Array,
  size = 7,
  options: { format?: FeedFormat; fileName?: string } = {},
): Promise<ReadFeed> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const { format, items: stream } = await openFeed(inPieces(bytes, size), defaults, options)
  const items: FeedItem[] = []
  for await (const item of stream) items.push(item)
  const problems = items.filter((item) => item.problem !== undefined) as FeedProblem[]
  return {
    format,
    items,
    products: items.flatMap((item) => item.product ?? []),
    errors: problems.filter(({ severity }) => severity === 'error'),
    warnings: problems.filter(({ severity }) => severity === 'warning'),
  }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The place and code of each problem, for comparing. */
export function places(problems: readonly FeedProblem[]): string[] {
  return problems.map(({ line, column, problem }) => `${line}:${column ?? '-'}:${problem.code}`)
}

/** The place and code with which something is refused; 'accepted' where it is not. */
export async function refusal(attempt: () => unknown): Promise<string> {
  try {
    await attempt()
    return 'accepted'
  } catch (error) {
    if (error instanceof RowError) return `${error.column}:${error.problem.code}`
    if (error instanceof FeedError) return error.problem.code
    throw error
  }
}
