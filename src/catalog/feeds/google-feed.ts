import {
  type FeedDefaults,
  type FeedItem,
  type Problem,
  problemAt,
  RowError,
} from './feed-product.ts'
import { type GoogleItem, readGoogleItem } from './google-item.ts'
import { GroupMerger } from './merge-groups.ts'
import { Notices } from './notices.ts'

/** An item of the feed, or what is wrong with its place in the file. */
export type RawItem =
  | (GoogleItem & { readonly problem?: undefined })
  | { readonly line: number; readonly problem: Problem; readonly externalId?: string | null }

/** Turns the items of a Google Merchant feed, however it was written, into products and problems. */
export async function* googleProducts(
  items: AsyncIterable<RawItem>,
  defaults: FeedDefaults,
): AsyncGenerator<FeedItem> {
  const notices = new Notices()
  const groups = new GroupMerger()
  for await (const item of items) {
    if (item.problem) {
      yield problemAt(item.line, null, item.externalId ?? null, item.problem)
      continue
    }
    try {
      const read = readGoogleItem(item, defaults, notices)
      yield* notices.take()
      yield* groups.add(read)
    } catch (error) {
      if (!(error instanceof RowError)) throw error
      yield* notices.take()
      const id = item.fields.get('item_group_id')?.[0] ?? item.fields.get('id')?.[0] ?? null
      yield problemAt(item.line, error.column, id, error.problem)
    }
  }
  yield* groups.end()
}
