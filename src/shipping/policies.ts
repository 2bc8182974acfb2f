import { LRUCache } from 'lru-cache'
import type { Tx } from '../core/database.ts'
import { type ExchangeTable, type FixedRate, rateBetween } from './exchange.ts'
import { LifeTables } from './life-tables.ts'
import {
  type PolicyVersions,
  readDutyRules,
  readLifeTables,
  readRates,
  readRestrictionRules,
  readVersions,
} from './queries.ts'
import type { DutyRule, RestrictionRule } from './schema.ts'
import {
  overlaid,
  shippedDutyRules,
  shippedRates,
  shippedRestrictionRules,
} from './shipped-policies.ts'

/** The platform's rules as they were when their versions were read. */
export interface Policies {
  readonly exchange: ExchangeTable
  readonly duties: readonly DutyRule[]
  readonly restrictions: readonly RestrictionRule[]
  readonly lifeTables: LifeTables
}

// Versions are random and change with every write, so that a copy kept here can never be stale: each
// caller has read the version in its own statement. Two databases never share one.
const kept = new LRUCache<string, Promise<object>>({ max: 8 })
const keptRates = new LRUCache<string, Promise<ExchangeTable>>({ max: 128 })

/** The policies of these versions: from memory, or read once. Rates are those in force at `at`. */
export async function policiesOf(db: Tx, versions: PolicyVersions, at: Date): Promise<Policies> {
  const [exchange, duties, restrictions, lifeTables] = await Promise.all([
    exchangeTable(db, versions, at),
    keep(kept, 'dutyRules', versions.dutyRules, async (isEmpty) =>
      overlaid(shippedDutyRules, isEmpty ? [] : await readDutyRules(db)),
    ),
    keep(kept, 'restrictionRules', versions.restrictionRules, async (isEmpty) =>
      overlaid(shippedRestrictionRules, isEmpty ? [] : await readRestrictionRules(db)),
    ),
    keep(
      kept,
      'deliveryEstimates',
      versions.deliveryEstimates,
      async (isEmpty) => new LifeTables(isEmpty ? [] : await readLifeTables(db)),
    ),
  ])
  return { exchange, duties, restrictions, lifeTables }
}

/** The policies as they are now. */
export async function currentPolicies(db: Tx, at: Date): Promise<Policies> {
  return policiesOf(db, await readVersions(db), at)
}

/** The rate in force at `at`; throws `rate_not_available` when a currency has none. */
export async function rateFor(db: Tx, from: string, to: string, at: Date): Promise<FixedRate> {
  return rateBetween(await exchangeTable(db, await readVersions(db), at), from, to)
}

/** The exchange rates in force at `at`. */
export async function exchangeTable(
  db: Tx,
  versions: PolicyVersions,
  at: Date,
): Promise<ExchangeTable> {
  const day = at.toISOString().slice(0, 10)
  return keep(keptRates, `exchangeRates ${day}`, versions.exchangeRates, async (isEmpty) => {
    const rows = isEmpty ? [] : await readRates(db, day)
    // Later entries win: whatever was imported stands before what shipped.
    const rates = [...shippedRates(), ...rows].map(
      (row) => [row.quote, { ...row, currency: row.quote }] as const,
    )
    return { base: 'EUR', rates: new Map(rates) }
  })
}

// A policy without a version was never written to: what ships with the product holds.
function keep<Kept extends object, T extends Kept>(
  cache: LRUCache<string, Promise<Kept>>,
  name: string,
  version: string | undefined,
  load: (isEmpty: boolean) => Promise<T>,
): Promise<T> {
  const key = `${name} ${version}`
  const known = cache.get(key)
  if (known) return known as Promise<T>
  const loading = load(version === undefined)
  cache.set(key, loading)
  loading.catch(() => cache.delete(key))
  return loading
}
