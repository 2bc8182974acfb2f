import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { SandboxStep, TimedStep } from './script.ts'

export interface SandboxRow {
  account_id: string
  offset_ms: number
  step_ms: number
  are_sellers_simulated: boolean
  are_carriers_simulated: boolean
  created_at: Date
}

export async function selectSandbox({ sql }: Tx, accountId: string) {
  const [row] = await sql<SandboxRow[]>`select * from sandboxes where account_id = ${accountId}`
  return row
}

export async function selectOffsets({ sql }: Tx) {
  return await sql<{ account_id: string; offset_ms: number }[]>`
    select account_id, offset_ms from sandboxes where offset_ms <> 0`
}

/** Opens the account's sandbox; false where it is open already. */
export async function insertSandbox({ sql }: Tx, accountId: string): Promise<boolean> {
  const made = await sql`
    insert into sandboxes (account_id) values (${accountId}) on conflict do nothing`
  return made.count === 1
}

export interface SandboxChanges {
  step_ms?: number
  are_sellers_simulated?: boolean
  are_carriers_simulated?: boolean
}

export async function updateSandboxRow({ sql }: Tx, accountId: string, changes: SandboxChanges) {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const [row] = await sql<SandboxRow[]>`
    update sandboxes set ${sql({ ...Object.fromEntries(given), updated_at: new Date() } as never)}
    where account_id = ${accountId} returning *`
  return row!
}

/** Moves the account's clock ahead and tells every node. */
export async function moveClock({ sql }: Tx, accountId: string, byMs: number): Promise<number> {
  const [row] = await sql<{ offset_ms: number }[]>`
    update sandboxes set offset_ms = offset_ms + ${byMs}, updated_at = now()
    where account_id = ${accountId} returning offset_ms`
  await sql`select pg_notify('sandbox_clocks', ${`${accountId} ${row!.offset_ms}`})`
  return row!.offset_ms
}

/** Accounts with a test key and without a sandbox. */
export async function selectUnopened({ sql }: Tx, limit: number): Promise<string[]> {
  const rows = await sql<{ account_id: string }[]>`
    select distinct k.account_id from api_keys k
    where k.mode = 'test' and k.revoked_at is null
      and not exists (select from sandboxes s where s.account_id = k.account_id)
    limit ${limit}`
  return rows.map((row) => row.account_id)
}

export interface UnscriptedPart {
  id: string
  account_id: string
  acceptance: string
  placed_at: Date
  step_ms: number
}

/** Test parts whose simulated seller has no script yet. Served by seller_orders_test_unshipped. */
export async function selectUnscriptedParts({ sql }: Tx, limit: number): Promise<UnscriptedPart[]> {
  return await sql<UnscriptedPart[]>`
    select p.id, p.account_id, p.acceptance, p.placed_at, s.step_ms
    from seller_orders p join sandboxes s on s.account_id = p.account_id
    where p.mode = 'test' and p.shipped_at is null and p.cancelled_at is null
      and s.are_sellers_simulated
      and not exists (
        select from sandbox_steps x where x.seller_order_id = p.id and x.parcel_id is null
      )
    order by p.id limit ${limit}`
}

export interface UnscriptedParcel {
  id: string
  account_id: string
  seller_order_id: string
  handed_over_at: Date
  ship_from: string | null
  ship_to: string | null
  city: string | null
  step_ms: number
}

/** Test parcels whose simulated carrier has no script yet. Served by parcels_test_undelivered. */
export async function selectUnscriptedParcels({ sql }: Tx, limit: number) {
  return await sql<UnscriptedParcel[]>`
    select p.id, p.account_id, p.seller_order_id, p.handed_over_at, p.ship_to, s.step_ms,
      coalesce(p.ship_from, v.country) as ship_from, o.shipping_address ->> 'city' as city
    from parcels p
    join orders o on o.id = p.order_id
    join sandboxes s on s.account_id = p.account_id
    join sellers v on v.id = p.seller_id
    where p.mode = 'test' and p.delivered_at is null and p.handed_over_at is not null
      and s.are_carriers_simulated
      and not exists (select from sandbox_steps x where x.parcel_id = p.id)
    order by p.id limit ${limit}`
}

export interface StepTarget {
  accountId: string
  sellerOrderId: string
  parcelId: string | null
}

export async function insertSteps({ sql }: Tx, target: StepTarget, steps: readonly TimedStep[]) {
  const rows = steps.map(({ step, dueAt }) => ({
    id: newId(),
    account_id: target.accountId,
    seller_order_id: target.sellerOrderId,
    parcel_id: target.parcelId,
    step: sql.json(step as never),
    due_at: dueAt,
  }))
  await sql`insert into sandbox_steps ${sql(rows as never)}`
}

export interface StepRow {
  id: string
  account_id: string
  seller_order_id: string
  parcel_id: string | null
  step: SandboxStep
  due_at: Date
}

/** The first step that is due by its account's clock, held until the transaction ends. */
export async function lockDueStep({ sql }: Tx, now: Date, accountId: string | null) {
  const [row] = await sql<StepRow[]>`
    select x.* from sandbox_steps x join sandboxes s on s.account_id = x.account_id
    where x.done_at is null
      and x.due_at <= ${now}::timestamptz + s.offset_ms * interval '1 millisecond'
      ${accountId === null ? sql`` : sql`and x.account_id = ${accountId}`}
    order by x.due_at, x.id limit 1
    for update of x skip locked`
  return row
}

export async function finishStep({ sql }: Tx, id: string, at: Date, skipped: string | null) {
  await sql`update sandbox_steps set done_at = ${at}, skipped = ${skipped} where id = ${id}`
}

export async function postponeStep({ sql }: Tx, id: string, until: Date): Promise<void> {
  await sql`update sandbox_steps set due_at = ${until} where id = ${id}`
}

/** Drops what a carrier was still to do with a parcel; answers how many steps. */
export async function skipSteps({ sql }: Tx, parcelId: string, at: Date, why: string) {
  const skipped = await sql`
    update sandbox_steps set done_at = ${at}, skipped = ${why}
    where parcel_id = ${parcelId} and done_at is null`
  return skipped.count
}

/** Drops what a seller was still to do with its part. */
export async function skipSellerSteps({ sql }: Tx, sellerOrderId: string, at: Date, why: string) {
  await sql`
    update sandbox_steps set done_at = ${at}, skipped = ${why}
    where seller_order_id = ${sellerOrderId} and parcel_id is null and done_at is null`
}

/** Puts off what a carrier is still to do with a parcel, so that its next step is due at a moment. */
export async function delaySteps({ sql }: Tx, parcelId: string, nextAt: Date): Promise<void> {
  await sql`
    update sandbox_steps set due_at = sandbox_steps.due_at + (${nextAt}::timestamptz - next.due_at)
    from (
      select min(due_at) as due_at from sandbox_steps
      where parcel_id = ${parcelId} and done_at is null
    ) as next
    where parcel_id = ${parcelId} and done_at is null`
}

export async function setStockOut(
  { sql }: Tx,
  accountId: string,
  variantId: string,
  isOut: boolean,
) {
  if (isOut) {
    await sql`
      insert into sandbox_stock_outs (account_id, variant_id) values (${accountId}, ${variantId})
      on conflict do nothing`
    return
  }
  await sql`
    delete from sandbox_stock_outs where account_id = ${accountId} and variant_id = ${variantId}`
}

/** Which of these variants are out of stock in the account's sandbox. */
export async function selectStockOuts(
  { sql }: Tx,
  accountId: string,
  variantIds: readonly string[],
) {
  const rows = await sql<{ variant_id: string }[]>`
    select variant_id from sandbox_stock_outs
    where account_id = ${accountId} and variant_id = any(${variantIds as string[]}::uuid[])`
  return new Set(rows.map((row) => row.variant_id))
}

/** Accounts whose test orders or disputes have something due by their own clocks. */
export async function selectDueAccounts({ sql }: Tx, now: Date, limit: number) {
  return await sql<{ account_id: string; offset_ms: number }[]>`
    with due as (
      select account_id, due_at from seller_orders where mode = 'test' and due_at is not null
      union all
      select account_id, due_at from disputes where mode = 'test' and due_at is not null
    )
    select distinct due.account_id, s.offset_ms
    from due join sandboxes s on s.account_id = due.account_id
    where due.due_at <= ${now}::timestamptz + s.offset_ms * interval '1 millisecond'
    limit ${limit}`
}
