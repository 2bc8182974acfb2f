import { LRUCache } from 'lru-cache'
import { deliveryDistribution, remainingDays, type StatedTimes } from './estimate.ts'
import type { LifeTable } from './life-table.ts'
import type { LifeTableRow } from './queries.ts'

/** A way a parcel takes, as its history is filed. */
export interface Lane {
  readonly sellerId: string
  /** Carrier and service together: what history of one seller tells about another's. */
  readonly service: string
  readonly from: string | null
  readonly country: string
  readonly region?: string | undefined
  readonly postalCode?: string | undefined
}

/** Keys of the transit tables that tell something about a lane, the most general first. */
export function transitKeys(lane: Lane): string[] {
  const to = `${lane.service} >${lane.country}`
  const between = `${lane.service} ${lane.from ?? '??'}>${lane.country}`
  const keys = [to, between]
  if (lane.region) keys.push(`${between} ${lane.region}`)
  const zone = lane.postalCode?.replace(/\W/g, '').slice(0, 2).toUpperCase()
  if (zone) keys.push(`${between} #${zone}`)
  return keys
}

/** Keys of the handling tables of a seller, the most general first. */
export function handlingKeys(sellerId: string): string[] {
  return ['*', sellerId]
}

/** All life tables of one version, with the distributions made from them. */
export class LifeTables {
  readonly #tables: ReadonlyMap<string, LifeTable>
  readonly #distributions = new LRUCache<string, number[]>({ max: 5000 })

  constructor(rows: readonly LifeTableRow[]) {
    this.#tables = new Map(rows.map((row) => [`${row.kind} ${row.key}`, row]))
  }

  /** Keys among these that there is a table for, in their order. */
  known(kind: LifeTableRow['kind'], keys: readonly string[]): string[] {
    return keys.map((key) => `${kind} ${key}`).filter((key) => this.#tables.has(key))
  }

  /** Days from order to delivery on a lane, from history backed by what the service states. */
  distribution(lane: Lane, { handlingDays, minDays, maxDays }: StatedTimes): number[] {
    const handling = this.known('handling', handlingKeys(lane.sellerId))
    const transit = this.known('transit', transitKeys(lane))
    // By the tables found, not by the lane: lanes without history share one distribution.
    const key = [handlingDays, minDays, maxDays, ...handling, ...transit].join('|')
    let distribution = this.#distributions.get(key)
    if (!distribution) {
      const stated = { handlingDays, minDays, maxDays }
      distribution = deliveryDistribution(stated, {
        handling: handling.map((name) => this.#tables.get(name)!),
        transit: transit.map((name) => this.#tables.get(name)!),
      })
      this.#distributions.set(key, distribution)
    }
    return distribution
  }

  /** Days still to go for a parcel that left `daysUnderWay` days ago: usually, and nine in ten. */
  remaining(lane: Lane, stated: StatedTimes, daysUnderWay: number): { p50: number; p90: number } {
    const transit = this.known('transit', transitKeys(lane)).map((name) => this.#tables.get(name)!)
    return remainingDays(stated, { handling: [], transit }, daysUnderWay)
  }
}
