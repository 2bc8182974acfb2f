import type { Tx } from '../core/database.ts'
import { ApiError, invalidField } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { multiply } from '../core/money.ts'
import { emitAll } from '../events/index.ts'
import {
  type ChargePriceRow,
  chargePosting,
  type LedgerAccount,
  post,
  sellerPayableOf,
  walletOf,
} from '../ledger/index.ts'
import { type SellerRow, updateSellerRow } from '../sellers/index.ts'
import { sellerPlans } from '../sellers/tables.ts'
import { chargeCreated } from './events.ts'
import { planAfter } from './plan.ts'
import { type ChargeRow, earningsOf, insertCharge, stopRenewals } from './queries-charges.ts'
import { chargeOf } from './schema.ts'

export interface Purchase {
  readonly price: ChargePriceRow
  readonly quantity: number
  readonly paidFrom: ChargeRow['paidFrom']
  readonly isRenewing: boolean
  /** When a plan begins that does not prolong another. */
  readonly from: Date
}

/** Sells something to a locked seller; throws `insufficient_funds`. */
export async function buy(
  db: Tx,
  seller: SellerRow,
  purchase: Purchase,
  now: Date,
): Promise<ChargeRow> {
  const row = rowOf(seller, purchase, now)
  const { planUntil } = row
  await pay(db, seller, row, now)
  if (planUntil !== null) await givePlan(db, seller, purchase.price, { ...row, planUntil }, now)
  await insertCharge(db, row)
  await tell(db, seller, row)
  return row
}

function rowOf(
  seller: SellerRow,
  { price, quantity, paidFrom, isRenewing, from }: Purchase,
  now: Date,
): ChargeRow {
  const { code, fee, name, currency, amountMinor } = price
  const months = (price.months ?? 0) * quantity
  const planUntil = price.plan === null ? null : planAfter(seller, price.plan, months, from)
  return {
    id: newId(),
    sellerId: seller.id,
    code,
    fee,
    name,
    quantity,
    currency,
    unitPriceMinor: amountMinor,
    totalMinor: multiply({ amountMinor, currency }, quantity).amountMinor,
    paidFrom,
    planUntil,
    renewsAt: isRenewing ? planUntil : null,
    createdAt: now,
  }
}

// A seller cannot go into debt for something it buys; the lock on it keeps two charges apart.
async function pay(db: Tx, seller: SellerRow, row: ChargeRow, now: Date): Promise<void> {
  const { currency, totalMinor: neededMinor } = row
  if (row.paidFrom === 'earnings') {
    const balanceMinor = await earningsOf(db, seller.id, currency)
    if (balanceMinor < neededMinor) {
      const detail = `The seller is owed ${balanceMinor} minor units of ${currency} and ${neededMinor} are needed.`
      throw new ApiError('insufficient_funds', detail, {
        extra: { currency, balanceMinor, neededMinor },
      })
    }
  }
  await post(
    db,
    chargePosting({
      mode: 'live',
      occurredAt: now,
      chargeId: row.id,
      payer: payerOf(seller, row),
      fee: row.fee,
      amount: { amountMinor: neededMinor, currency },
      memo: row.quantity === 1 ? row.name : `${row.quantity} × ${row.name}`,
    }),
  )
}

function payerOf(seller: SellerRow, { paidFrom }: ChargeRow): LedgerAccount {
  if (paidFrom === 'earnings') return sellerPayableOf(seller.id)
  if (seller.account_id !== null) return walletOf(seller.account_id)
  throw invalidField('#/payFrom', 'not_one_of', 'The seller has no account with a wallet.')
}

async function givePlan(
  db: Tx,
  seller: SellerRow,
  price: ChargePriceRow,
  row: ChargeRow & { planUntil: Date },
  now: Date,
): Promise<void> {
  const plan = sellerPlans.find((known) => known === price.plan)
  if (plan === undefined) {
    throw new ApiError(
      'conflict',
      `The price list sells the plan ${price.plan}, which is unknown here.`,
    )
  }
  await stopRenewals(db, seller.id)
  await updateSellerRow(db, seller.id, { plan, plan_until: row.planUntil }, now)
}

async function tell(db: Tx, { account_id: accountId }: SellerRow, row: ChargeRow): Promise<void> {
  const payload = { charge: chargeOf(row) }
  const news = { mode: 'live', subjectId: row.id, payload } as const
  await emitAll(db, chargeCreated, accountId === null ? [] : [{ ...news, accountId }])
}
