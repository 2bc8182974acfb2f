import type { Database, Tx } from '../core/database.ts'
import { countMonth, tallySellers, tallySlice, windowStart } from './queries-outcomes.ts'
import {
  lockSellers,
  type MonthCounts,
  markCounted,
  selectPlatformTallies,
  selectSellerIds,
  selectStaleSellers,
  storePercentiles,
  storePlatformTallies,
  storeScores,
} from './queries-scores.ts'
import {
  decayTally,
  emptyTallies,
  scoreSeller,
  sumTallies,
  type Tallies,
} from './reliability-score.ts'
import { rounded } from './schema.ts'

const batchSize = 50
const slices = 12
const platformMs = 10 * 60_000
const agedMs = 24 * 3_600_000

/** The tallies of all sellers together as they weigh now. */
export async function platformTalliesAt(db: Tx, now: Date): Promise<Tallies> {
  const stored = await selectPlatformTallies(db)
  if (!stored) return emptyTallies()
  const elapsed = now.getTime() - stored.talliedAt.getTime()
  const { cancellation, handover, delivery, goods } = stored.tallies
  return {
    cancellation: decayTally(cancellation, elapsed),
    handover: decayTally(handover, elapsed),
    delivery: decayTally(delivery, elapsed),
    goods: decayTally(goods, elapsed),
  }
}

/** Tallies by seller, with empty ones for those without outcomes. */
export async function talliesOfSellers(
  db: Tx,
  sellerIds: readonly string[],
  now: Date,
  testAccount: string | null,
): Promise<Map<string, Tallies>> {
  const bySeller = new Map(sellerIds.map((id) => [id, emptyTallies()]))
  for (const { seller_id, kind, ...tally } of await tallySellers(db, sellerIds, now, testAccount)) {
    bySeller.get(seller_id)![kind] = tally
  }
  return bySeller
}

/** Orders whose fate on the seller's side is known: handed over, overdue or cancelled. */
export function ordersKnownIn(tallies: Tallies): number {
  return tallies.handover.orders + tallies.cancellation.problems
}

async function rescore(db: Tx, wanted: readonly string[], now: Date): Promise<number> {
  const sellerIds = await lockSellers(db, wanted)
  if (sellerIds.length === 0) return 0
  await markCounted(db, sellerIds, now)
  const platform = await platformTalliesAt(db, now)
  const tallies = await talliesOfSellers(db, sellerIds, now, null)
  const months = await monthCounts(db, sellerIds, now)
  const scores = sellerIds.map((sellerId) => {
    const own = tallies.get(sellerId)!
    const ordersKnown = ordersKnownIn(own)
    const { expected, score } = scoreSeller(own, platform, ordersKnown)
    const counts = months.get(sellerId) ?? {}
    return { sellerId, expected: rounded(expected)!, score: rounded(score), ordersKnown, counts }
  })
  await storeScores(db, scores, now.toISOString().slice(0, 7), now)
  return sellerIds.length
}

async function monthCounts(db: Tx, sellerIds: readonly string[], now: Date) {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
  const bySeller = new Map<string, MonthCounts>()
  for (const { seller_id, kind, orders, problems } of await countMonth(db, sellerIds, from, to)) {
    bySeller.set(seller_id, { ...bySeller.get(seller_id), [kind]: { orders, problems } })
  }
  return bySeller
}

/** Counts all sellers together, a slice of the window at a time, so that no statement takes long. */
async function refreshPlatform(database: Database, now: Date): Promise<void> {
  const tallies = emptyTallies()
  const start = windowStart(now).getTime()
  const sliceMs = (now.getTime() - start) / slices
  for (let i = 0; i < slices; i++) {
    const from = new Date(start + i * sliceMs)
    const to = i === slices - 1 ? now : new Date(start + (i + 1) * sliceMs)
    for (const { kind, ...tally } of await database.read((db) => tallySlice(db, now, from, to))) {
      tallies[kind] = sumTallies(tallies[kind], tally)
    }
  }
  await database.transaction(async (db) => {
    await storePlatformTallies(db, tallies, now)
    await storePercentiles(db)
  })
}

/**
 * Brings stored scores up to date: sellers of whom there is news at once, the others daily as
 * their evidence ages. Answers how many were scored; the worker calls it again while there are any.
 */
export async function refreshScores(database: Database, now: Date): Promise<number> {
  const stored = await database.read(selectPlatformTallies)
  if (!stored || now.getTime() - stored.talliedAt.getTime() > platformMs) {
    await refreshPlatform(database, now)
  }
  return await database.transaction(async (db) => {
    const aged = new Date(now.getTime() - agedMs)
    return await rescore(db, await selectStaleSellers(db, aged, batchSize), now)
  })
}

/** Recomputes every seller's score from the outcomes; answers how many there are. */
export async function rebuildScores(database: Database, now: Date): Promise<number> {
  await refreshPlatform(database, now)
  let after: string | null = null
  let count = 0
  for (;;) {
    const ids: string[] = await database.read((db) => selectSellerIds(db, after, batchSize))
    if (ids.length === 0) break
    await database.transaction((db) => rescore(db, ids, now))
    count += ids.length
    after = ids.at(-1)!
  }
  await refreshPlatform(database, now)
  return count
}
