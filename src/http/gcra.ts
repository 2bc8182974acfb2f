import { LRUCache } from 'lru-cache'

/** What a spend did to a bucket. Times are milliseconds. */
export interface Spend {
  readonly isAllowed: boolean
  readonly remaining: number
  /** Until the bucket is full again, or, where refused, until the cost can be paid. */
  readonly waitMs: number
}

export interface Limits {
  /** Points the bucket holds. */
  readonly burst: number
  readonly pointsPerMinute: number
}

/**
 * Generic cell rate algorithm: one number per bucket, the theoretical arrival time. In no window
 * can more than `burst + refill` points pass, which fixed windows let through twice.
 */
export function spend(
  arrival: number,
  now: number,
  cost: number,
  { burst, pointsPerMinute }: Limits,
): Spend & { arrival: number } {
  const perPoint = 60_000 / pointsPerMinute
  const capacity = burst * perPoint
  const start = Math.max(arrival, now)
  const next = start + cost * perPoint
  if (next - now > capacity) {
    const remaining = Math.floor((capacity - (start - now)) / perPoint)
    return { isAllowed: false, arrival, remaining, waitMs: Math.max(1, next - now - capacity) }
  }
  const remaining = Math.floor((capacity - (next - now)) / perPoint)
  return { isAllowed: true, arrival: next, remaining, waitMs: next - now }
}

export interface Buckets {
  spend(bucket: string, cost: number, limits: Limits): Promise<Spend> | Spend
  close(): Promise<void>
}

/** Buckets of one process; the least recently used are forgotten when full, which only forgives. */
export function memoryBuckets(clock: () => number = Date.now): Buckets {
  const arrivals = new LRUCache<string, number>({ max: 50_000 })
  return {
    spend(bucket, cost, limits) {
      const result = spend(arrivals.get(bucket) ?? 0, clock(), cost, limits)
      if (result.isAllowed) arrivals.set(bucket, result.arrival)
      return result
    },
    async close() {
      arrivals.clear()
    },
  }
}
