import Type from 'typebox'
import type { Context } from '../core/context.ts'
import type { Tx } from '../core/database.ts'
import { ApiError, invalidField } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { multiply } from '../core/money.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Id } from '../core/schema.ts'
import { emitAll } from '../events/index.ts'
import {
  type ChargePriceRow,
  chargePosting,
  findChargePrice,
  type LedgerAccount,
  post,
  sellerPayableOf,
  walletOf,
} from '../ledger/index.ts'
import { lockSeller, ownSeller, type SellerRow, updateSellerRow } from '../sellers/index.ts'
import { sellerPlans } from '../sellers/tables.ts'
import { chargeCreated } from './events.ts'
import { planAfter } from './plan.ts'
import { type ChargeRow, earningsOf, insertCharge } from './queries-charges.ts'
import { Charge, ChargeSource, chargeOf } from './schema.ts'

export const createCharge = defineOperation({
  name: 'createCharge',
  tag: 'payouts',
  summary: 'Buy a plan, a promotion or a service',
  description: [
    'Something of the price list (`listChargePrices`) for a seller, paid from its earnings or from its account’s wallet.',
    'A plan that runs already is prolonged.',
  ].join('\n'),
  http: 'POST /v1/charges',
  status: 201,
  scope: 'sellers:write',
  input: Type.Object(
    {
      sellerId: Id('seller'),
      code: Type.String({ maxLength: 40, examples: ['premium-month'] }),
      quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1 })),
      currency: Type.Optional(Currency),
      payFrom: Type.Optional(ChargeSource),
    },
    { additionalProperties: false },
  ),
  output: Charge,
  errors: ['not_found', 'forbidden', 'conflict', 'insufficient_funds'],
  idempotency: 'required',
  async handle(context, { sellerId, code, quantity = 1, currency, payFrom = 'earnings' }) {
    const { db, caller, now } = context
    if (caller.mode === 'test') {
      throw new ApiError('forbidden', 'Sellers are real in both worlds: buy with a live key.')
    }
    const seller = (await lockSeller(db, (await ownSeller(db, caller, sellerId)).id))!
    const price = await findChargePrice(db, code, currency ?? seller.currency, now)
    if (price === undefined) {
      const message = `There is no ${code} for sale in ${currency ?? seller.currency}: see the price list.`
      throw invalidField('#/code', 'not_found', message)
    }
    const row = rowOf(seller, price, quantity, payFrom, now)
    await pay(db, seller, row, now)
    await insertCharge(db, row)
    if (row.planUntil !== null) await givePlan(context, seller, price, row.planUntil)
    await tell(db, seller, row)
    return chargeOf(row)
  },
})

function rowOf(
  seller: SellerRow,
  price: ChargePriceRow,
  quantity: number,
  paidFrom: ChargeRow['paidFrom'],
  now: Date,
): ChargeRow {
  const { code, fee, name, currency, amountMinor } = price
  const months = (price.months ?? 0) * quantity
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
    planUntil: price.plan === null ? null : planAfter(seller, price.plan, months, now),
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
  { db, now }: Context,
  seller: SellerRow,
  price: ChargePriceRow,
  until: Date,
) {
  const plan = sellerPlans.find((known) => known === price.plan)
  if (plan === undefined) {
    throw new ApiError(
      'conflict',
      `The price list sells the plan ${price.plan}, which is unknown here.`,
    )
  }
  await updateSellerRow(db, seller.id, { plan, plan_until: until }, now)
}

async function tell(db: Tx, { account_id: accountId }: SellerRow, row: ChargeRow): Promise<void> {
  const payload = { charge: chargeOf(row) }
  const news = { mode: 'live', subjectId: row.id, payload } as const
  await emitAll(db, chargeCreated, accountId === null ? [] : [{ ...news, accountId }])
}
