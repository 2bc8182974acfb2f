import type { Database } from '../core/database.ts'
import {
  type Allowance,
  type Candidate,
  type Claimed,
  claimDue,
  countInFlight,
  lockCandidates,
  touchEndpoints,
} from './queries-claim.ts'

const leaseMs = 45_000
const endpointsAtOnce = 50
/** Messages in flight to one endpoint; one that fails is only probed, so that it holds up nobody. */
const concurrency = { healthy: 8, failing: 1 }

/** Leases at most `slots` due deliveries, spread over endpoints. */
export async function claim(database: Database, now: Date, slots: number): Promise<Claimed[]> {
  return database.transaction(async (db) => {
    const candidates = await lockCandidates(db, now, Math.min(slots, endpointsAtOnce))
    if (candidates.length === 0) return []
    const inFlight = await countInFlight(
      db,
      candidates.map(({ id }) => id),
      now,
    )
    const allowances = share(candidates, inFlight, slots, now)
    const claimed = await claimDue(db, allowances, now, new Date(now.getTime() + leaseMs))
    const served = candidates.map((candidate) => ({
      endpointId: candidate.id,
      rateAt: rateAfter(candidate, claimed, now),
    }))
    await touchEndpoints(db, served, now)
    return claimed
  })
}

/** Each endpoint's part of the slots: an equal one, within its concurrency and its rate. */
export function share(
  candidates: readonly Candidate[],
  inFlight: ReadonlyMap<string, number>,
  slots: number,
  now: Date,
): Allowance[] {
  const fair = Math.max(1, Math.floor(slots / candidates.length))
  return candidates.map((candidate) => {
    const cap = candidate.failingSince === null ? concurrency.healthy : concurrency.failing
    const free = cap - (inFlight.get(candidate.id) ?? 0)
    const most = Math.min(fair, free, rateAllows(candidate, now))
    return { endpointId: candidate.id, most: Math.max(0, most) }
  })
}

/** A second's worth of messages may go at once; the rest follow at their interval. */
function rateAllows({ maxPerSecond, rateAt }: Candidate, now: Date): number {
  if (maxPerSecond === null) return Number.POSITIVE_INFINITY
  const ahead = Math.max(0, (rateAt?.getTime() ?? 0) - now.getTime())
  return Math.floor(((1000 - ahead) * maxPerSecond) / 1000)
}

function rateAfter(candidate: Candidate, claimed: readonly Claimed[], now: Date): Date | null {
  const { id, maxPerSecond, rateAt } = candidate
  if (maxPerSecond === null) return null
  const sent = claimed.filter((one) => one.endpointId === id).length
  const start = Math.max(rateAt?.getTime() ?? 0, now.getTime())
  return new Date(start + (sent * 1000) / maxPerSecond)
}
