import type { Tx } from '../core/database.ts'
import type { LifeTable } from './life-table.ts'
import type { DutyRule, RestrictionRule } from './schema.ts'

export type PolicyName = 'exchangeRates' | 'dutyRules' | 'restrictionRules' | 'deliveryEstimates'
export type PolicyVersions = Partial<Record<PolicyName, string>>

/** A service joined with its price for one country, as one statement answers it. */
export interface ServiceRow {
  versions: PolicyVersions | null
  /** Days that each seller says it needs to hand a parcel over. */
  handling: Record<string, number> | null
  seller_id: string | null
  service_id: string | null
  code: string
  carrier: string
  name: string
  ship_from: string | null
  handling_days: number
  is_tracked: boolean
  incoterm: 'DDP' | 'DAP'
  accepted_restrictions: string[]
  rate_id: string | null
  currency: string
  base_minor: number
  per_kg_minor: number
  volumetric_divisor: number | null
  max_weight_grams: number | null
  free_over_minor: number | null
  min_days: number
  max_days: number
}

/**
 * Services of these sellers and the platform's own, each with its price to the country (a rate that
 * names the country beats "*"), and the policies' versions: one statement for a whole basket.
 */
export function readServices(
  { sql }: Tx,
  sellerIds: readonly string[],
  country: string,
): Promise<ServiceRow[]> {
  // Uses shipping_services_code (seller_id, code) and shipping_rates_service.
  return sql<ServiceRow[]>`
    select v.versions, v.handling, s.seller_id, s.id as service_id, s.code, s.carrier, s.name, s.ship_from,
      s.handling_days, s.is_tracked, s.incoterm, s.accepted_restrictions, r.id as rate_id,
      r.currency, r.base_minor, r.per_kg_minor, r.volumetric_divisor, r.max_weight_grams,
      r.free_over_minor, r.min_days, r.max_days
    from (
      select (select jsonb_object_agg(name, version) from policy_versions) as versions,
        (select jsonb_object_agg(id, handling_days) from sellers
          where id = any(${sellerIds as string[]}::uuid[])) as handling
    ) v
    left join shipping_services s
      on s.seller_id = any(${sellerIds as string[]}::uuid[]) or s.seller_id is null
    left join lateral (
      select * from shipping_rates
      where service_id = s.id and (${country} = any(countries) or '*' = any(countries))
      order by (${country} = any(countries)) desc, id
      limit 1
    ) r on true
    order by s.code`
}

/** The versions of all policies. */
export async function readVersions({ sql }: Tx): Promise<PolicyVersions> {
  const rows = await sql<{ name: PolicyName; version: string }[]>`
    select name, version from policy_versions`
  return Object.fromEntries(rows.map(({ name, version }) => [name, version]))
}

/** Marks a policy as changed, in the transaction of the change. */
export async function bumpVersion({ sql }: Tx, name: PolicyName, version: string): Promise<void> {
  await sql`
    insert into policy_versions (name, version, updated_at) values (${name}, ${version}, now())
    on conflict (name) do update set version = excluded.version, updated_at = excluded.updated_at`
}

export interface RateRow {
  base: string
  quote: string
  date: string
  rate: string
  source: string
}

/** The latest euro rate of every currency published for the day or before. */
export function readRates({ sql }: Tx, day: string): Promise<RateRow[]> {
  // Hops along the primary key from currency to currency instead of reading decades of rates.
  return sql<RateRow[]>`
    with recursive currencies as (
      (select quote from exchange_rates where base = 'EUR' order by quote limit 1)
      union all
      select (
        select quote from exchange_rates
        where base = 'EUR' and quote > currencies.quote order by quote limit 1
      ) from currencies where currencies.quote is not null
    )
    select r.base, r.quote, r.date, trim_scale(r.rate)::text as rate, r.source
    from currencies c
    cross join lateral (
      select * from exchange_rates
      where base = 'EUR' and quote = c.quote and date <= ${day}::date
      order by date desc limit 1
    ) r
    where c.quote is not null`
}

/** Writes published rates; a day that was imported before is corrected. Answers how many changed. */
export async function writeRates({ sql }: Tx, rates: readonly RateRow[]): Promise<number> {
  const column = (key: keyof RateRow) => rates.map((rate) => rate[key])
  const rows = await sql`
    insert into exchange_rates (base, quote, date, rate, source, imported_at)
    select base, quote, date, rate, source, now()
    from unnest(${column('base')}::text[], ${column('quote')}::text[], ${column('date')}::date[],
      ${column('rate')}::numeric[], ${column('source')}::text[])
      as incoming (base, quote, date, rate, source)
    on conflict (base, quote, date) do update
      set rate = excluded.rate, source = excluded.source, imported_at = excluded.imported_at
      where exchange_rates.rate <> excluded.rate
    returning 1`
  return rows.length
}

/** All duty rules, whatever their dates. */
export function readDutyRules({ sql }: Tx): Promise<DutyRule[]> {
  return sql<DutyRule[]>`
    select id, kind, label, destinations, ships_from as "shipsFrom",
      ships_from_except as "shipsFromExcept", hs_prefix as "hsPrefix",
      value_over_minor as "valueOverMinor", value_up_to_minor as "valueUpToMinor", currency,
      basis_points as "basisPoints", per_heading_minor as "perHeadingMinor", base,
      checkout_up_to_minor as "checkoutUpToMinor", is_estimate as "isEstimate",
      valid_from::text as "validFrom", valid_until::text as "validUntil", source
    from duty_rules order by id`
}

/** All restriction rules, whatever their dates. */
export function readRestrictionRules({ sql }: Tx): Promise<RestrictionRule[]> {
  return sql<RestrictionRule[]>`
    select id, restriction, destinations, reason, valid_from::text as "validFrom",
      valid_until::text as "validUntil", source
    from restriction_rules order by id`
}

export interface LifeTableRow extends LifeTable {
  kind: 'handling' | 'transit'
  key: string
}

/** Every life table; some thousands of short rows. */
export function readLifeTables({ sql }: Tx): Promise<LifeTableRow[]> {
  return sql<LifeTableRow[]>`
    select kind, key, at_risk as "atRisk", done from delivery_life_tables`
}

/** Puts these life tables in the place of all there were. */
export async function replaceLifeTables(
  { sql }: Tx,
  rows: readonly LifeTableRow[],
  now: Date,
): Promise<void> {
  await sql`delete from delivery_life_tables`
  for (let start = 0; start < rows.length; start += 1000) {
    const batch = rows.slice(start, start + 1000).map(({ kind, key, atRisk, done }) => ({
      kind,
      key,
      at_risk: atRisk,
      done,
    }))
    await sql`
      insert into delivery_life_tables (kind, key, at_risk, done, updated_at)
      select kind, key, at_risk, done, ${now}
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb)
        as t (kind text, key text, at_risk real[], done real[])`
  }
}

/** Whether the life tables are older than `before` or were never made. */
export async function areLifeTablesOlder({ sql }: Tx, before: Date): Promise<boolean> {
  const rows = await sql`
    select 1 from policy_versions where name = 'deliveryEstimates' and updated_at >= ${before}`
  return rows.length === 0
}
