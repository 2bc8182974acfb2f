import type { Database, Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { emitAll } from '../events/index.ts'
import { findChargePrice } from '../ledger/index.ts'
import { lockSeller, type SellerRow, updateSellerRow } from '../sellers/index.ts'
import { buy } from './buy.ts'
import { planExpired } from './events.ts'
import { type ChargeRow, lockCharge, selectDueRenewal, setRenewal } from './queries-charges.ts'
import { chargeOf } from './schema.ts'

const batch = 50
const dayMs = 86_400_000

/** Buys plans again whose period is over, or ends them where that fails. Answers how many it settled. */
export async function renewPlans(database: Database, now: Date): Promise<number> {
  for (let settled = 0; settled < batch; settled++) {
    if (!(await renewOne(database, now))) return settled
  }
  return batch
}

/** Answers false where nothing is due. */
async function renewOne(database: Database, now: Date): Promise<boolean> {
  try {
    return await database.transaction((db) => settle(db, now, renew))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // What could not be paid was rolled back with its transaction; another one ends the plan.
    const reason = error.code === 'insufficient_funds' ? 'insufficientFunds' : 'notForSale'
    const expire: Settle = (db, due, seller) => end(db, due, seller, reason, now)
    return await database.transaction((db) => settle(db, now, expire))
  }
}

type Settle = (db: Tx, due: ChargeRow, seller: SellerRow, now: Date) => Promise<void>

async function settle(db: Tx, now: Date, work: Settle): Promise<boolean> {
  const next = await selectDueRenewal(db, now)
  if (next === undefined) return false
  // Whoever buys something locks the seller first, too.
  const seller = await lockSeller(db, next.sellerId)
  const due = await lockCharge(db, next.id)
  if (!due?.renewsAt || due.renewsAt > now) return true
  // An operator may have prolonged the plan, or given another one.
  if (seller === undefined || seller.plan === 'standard') await setRenewal(db, due.id, null)
  else if (isRunning(seller, now)) await setRenewal(db, due.id, seller.plan_until)
  else await work(db, due, seller, now)
  return true
}

function isRunning({ plan_until: until }: SellerRow, now: Date): boolean {
  return until !== null && until > now
}

async function renew(db: Tx, due: ChargeRow, seller: SellerRow, now: Date): Promise<void> {
  const price = await findChargePrice(db, due.code, due.currency, now)
  if (price?.plan !== seller.plan) return end(db, due, seller, 'notForSale', now)
  const { quantity, paidFrom, renewsAt } = due
  const from = now.getTime() - renewsAt!.getTime() < dayMs ? renewsAt! : now
  await buy(db, seller, { price, quantity, paidFrom, isRenewing: true, from }, now)
}

async function end(
  db: Tx,
  due: ChargeRow,
  seller: SellerRow,
  reason: 'insufficientFunds' | 'notForSale',
  now: Date,
): Promise<void> {
  const charge = chargeOf(await setRenewal(db, due.id, null))
  await updateSellerRow(db, seller.id, { plan: 'standard', plan_until: null }, now)
  const { account_id: accountId } = seller
  const news = { mode: 'live', subjectId: due.id, payload: { charge, reason } } as const
  await emitAll(db, planExpired, accountId === null ? [] : [{ ...news, accountId }])
}
