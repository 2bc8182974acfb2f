import type { Tx } from '../core/database.ts'
import type { SellerPlan, SellerStatus, TraderIdentity } from './tables.ts'

export interface SellerRow {
  id: string
  account_id: string | null
  name: string
  slug: string
  description: string | null
  country: string | null
  currency: string
  languages: string[]
  status: SellerStatus
  contact_email: string | null
  website: string | null
  identity: TraderIdentity | null
  acceptance_hours: number
  is_auto_accepting: boolean
  handling_days: number
  plan: SellerPlan
  plan_until: Date | null
  expected_score: number
  score: number | null
  percentile: number | null
  orders_known: number
  scored_at: Date | null
  version: number
  created_at: Date
  updated_at: Date
}

export interface DecisionRow {
  id: string
  status: SellerStatus
  reason: string | null
  decided_by: string | null
  decided_at: Date
}

/** The columns of a seller that its owner and the operator may set. */
export interface SellerChanges {
  name?: string
  slug?: string
  description?: string | null
  country?: string
  currency?: string
  languages?: string[]
  website?: string | null
  contact_email?: string | null
  identity?: TraderIdentity
  acceptance_hours?: number
  is_auto_accepting?: boolean
  handling_days?: number
  plan?: SellerPlan
  plan_until?: Date | null
}

export async function selectSeller({ sql }: Tx, id: string): Promise<SellerRow | undefined> {
  const [row] = await sql<SellerRow[]>`select * from sellers where id = ${id}`
  return row
}

/** Sellers by id, in no order; unknown ids are left out. */
export async function selectSellers({ sql }: Tx, ids: readonly string[]): Promise<SellerRow[]> {
  return await sql<SellerRow[]>`select * from sellers where id = any(${ids as string[]}::uuid[])`
}

export async function selectSellerBySlug({ sql }: Tx, slug: string) {
  const [row] = await sql<SellerRow[]>`select * from sellers where slug = ${slug}`
  return row
}

/** Holds the seller still until the transaction ends. */
export async function lockSeller({ sql }: Tx, id: string): Promise<SellerRow | undefined> {
  const [row] = await sql<SellerRow[]>`select * from sellers where id = ${id} for update`
  return row
}

export interface NewSeller extends SellerChanges {
  id: string
  account_id: string | null
  name: string
  slug: string
  currency: string
  status: SellerStatus
}

/** The new seller, or undefined where another has the name. */
export async function insertSeller({ sql }: Tx, seller: NewSeller): Promise<SellerRow | undefined> {
  const [row] = await sql<SellerRow[]>`
    insert into sellers ${sql(columnsOf(sql, seller))}
    on conflict (slug) do nothing returning *`
  return row
}

export async function updateSellerRow(
  { sql }: Tx,
  id: string,
  changes: SellerChanges & { status?: SellerStatus },
  now: Date,
): Promise<SellerRow> {
  const [row] = await sql<SellerRow[]>`
    update sellers set ${sql({ ...columnsOf(sql, changes), updated_at: now })}, version = version + 1
    where id = ${id} returning *`
  return row!
}

function columnsOf(sql: Tx['sql'], changes: SellerChanges): Record<string, never> {
  const { identity, ...plain } = changes
  const given = Object.entries(plain).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(given),
    ...(identity === undefined ? {} : { identity: sql.json(identity as never) }),
  } as Record<string, never>
}

export async function insertDecision(
  { sql }: Tx,
  row: DecisionRow & { sellerId: string },
): Promise<void> {
  await sql`
    insert into seller_status_changes (id, seller_id, status, reason, decided_by, decided_at)
    values (${row.id}, ${row.sellerId}, ${row.status}, ${row.reason}, ${row.decided_by},
      ${row.decided_at})`
}

/** Newest first. */
export async function selectDecisions(
  { sql }: Tx,
  sellerId: string,
  limit: number,
  before: string | undefined,
): Promise<DecisionRow[]> {
  return await sql<DecisionRow[]>`
    select id, status, reason, decided_by, decided_at from seller_status_changes
    where seller_id = ${sellerId} ${before ? sql`and id < ${before}` : sql``}
    order by id desc limit ${limit}`
}

export const sellerSorts = ['score', 'name', 'newest'] as const
export type SellerSort = (typeof sellerSorts)[number]

export interface SellerFilter {
  statuses: readonly SellerStatus[]
  /** Also shown whatever its status: the caller's own. */
  ownAccountId: string | null
  countries?: readonly string[] | undefined
  minScore?: number | undefined
  text?: string | undefined
}

/** One page of sellers after a keyset position: [score or name, id]. */
export async function listSellerRows(
  { sql }: Tx,
  filter: SellerFilter,
  sort: SellerSort,
  limit: number,
  after: readonly unknown[] | undefined,
): Promise<SellerRow[]> {
  const pattern = filter.text && `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
  return await sql<SellerRow[]>`
    select * from sellers
    where (status = any(${filter.statuses as string[]})
        or account_id = ${filter.ownAccountId})
      ${filter.countries ? sql`and country = any(${filter.countries as string[]})` : sql``}
      ${filter.minScore === undefined ? sql`` : sql`and expected_score >= ${filter.minScore}`}
      ${pattern ? sql`and name ilike ${pattern}` : sql``}
      ${after ? afterOf(sql, sort, after) : sql``}
    order by ${orderOf(sql, sort)} limit ${limit}`
}

function afterOf(sql: Tx['sql'], sort: SellerSort, after: readonly unknown[]) {
  const [key, id] = after as [never, string]
  if (sort === 'name') return sql`and (name, id) > (${key}, ${id})`
  if (sort === 'newest') return sql`and id < ${id}`
  return sql`and (expected_score < ${key} or (expected_score = ${key} and id > ${id}))`
}

function orderOf(sql: Tx['sql'], sort: SellerSort) {
  if (sort === 'name') return sql`name, id`
  if (sort === 'newest') return sql`id desc`
  return sql`expected_score desc, id`
}
