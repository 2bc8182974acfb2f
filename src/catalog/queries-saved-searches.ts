import type { Caller } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

export interface SavedSearchRow {
  id: string
  account_id: string
  mode: Mode
  name: string
  search: Record<string, unknown>
  match_count: number
  last_match_at: Date | null
  checked_until: Date
  told_product_ids: string[]
  created_at: Date
}

type Owner = Pick<Caller, 'accountId' | 'mode'>

/** Writes a saved search that hears of what is new from `now` on. */
export async function insertSavedSearch(
  { sql }: Tx,
  { accountId, mode }: Owner,
  row: { id: string; name: string; search: object },
  now: Date,
): Promise<SavedSearchRow> {
  const [written] = await sql<SavedSearchRow[]>`
    insert into saved_searches (id, account_id, mode, name, search, checked_until, next_check_at,
      created_at)
    values (${row.id}, ${accountId}, ${mode}, ${row.name}, ${sql.json(row.search as never)},
      ${now}, ${now}, ${now})
    returning *`
  return written!
}

/** How many searches the account has saved. */
export async function countSavedSearches({ sql }: Tx, owner: Owner): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from saved_searches
    where account_id = ${owner.accountId} and mode = ${owner.mode}`
  return row?.count ?? 0
}

/** Saved searches of the account, newest first, before one of them. */
export async function selectSavedSearches(
  { sql }: Tx,
  owner: Owner,
  before: string | undefined,
  limit: number,
): Promise<SavedSearchRow[]> {
  return await sql<SavedSearchRow[]>`
    select * from saved_searches
    where account_id = ${owner.accountId} and mode = ${owner.mode}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`
}

/** Deletes a saved search of the account; answers it as it was. */
export async function deleteSavedSearchRow(
  { sql }: Tx,
  owner: Owner,
  id: string,
): Promise<SavedSearchRow | undefined> {
  const [row] = await sql<SavedSearchRow[]>`
    delete from saved_searches
    where id = ${id} and account_id = ${owner.accountId} and mode = ${owner.mode} returning *`
  return row
}

/** Saved searches that are due, kept from other nodes. Served by saved_searches_due. */
export async function lockDueSavedSearches(
  { sql }: Tx,
  now: Date,
  limit: number,
): Promise<SavedSearchRow[]> {
  return await sql<SavedSearchRow[]>`
    select * from saved_searches where next_check_at <= ${now}
    order by next_check_at limit ${limit} for update skip locked`
}

/** Notes what was told of and when to look again. */
export async function bookSavedSearch(
  { sql }: Tx,
  id: string,
  told: readonly string[],
  found: number,
  times: { checkedUntil: Date; nextCheckAt: Date; now: Date },
): Promise<void> {
  await sql`
    update saved_searches set told_product_ids = ${told as string[]}::uuid[],
      match_count = match_count + ${found}, checked_until = ${times.checkedUntil},
      last_match_at = case when ${found}::int > 0 then ${times.now} else last_match_at end,
      next_check_at = ${times.nextCheckAt}
    where id = ${id}`
}
