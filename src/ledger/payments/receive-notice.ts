import type { Database, Tx } from '../../core/database.ts'
import { ApiError } from '../../core/errors.ts'
import { ids } from '../../core/ids.ts'
import { emit } from '../../events/index.ts'
import { deposit } from '../wallets.ts'
import { paymentFailed, paymentSucceeded } from './events.ts'
import {
  type PaymentNotice,
  PaymentSignatureError,
  type Receipt,
  type SettlementNotice,
} from './port.ts'
import { paymentProvider } from './provider.ts'
import { insertNotice, lockPayment, settlePayment } from './queries.ts'
import { receiveChargeback } from './receive-chargeback.ts'
import { paymentOf } from './schema.ts'

/**
 * Takes a call of the payment provider: verifies it and books what it says exactly once.
 * Throws `invalid_signature` where it does not come from the provider.
 */
export async function receivePaymentNotice(
  database: Database,
  body: string,
  signature: string,
  now: Date,
): Promise<Receipt> {
  const provider = paymentProvider(database)
  const notice = read(() => provider.readNotice(body, signature))
  if (notice === null) return 'ignored'
  return await database.transaction(async (db) => {
    if (!(await insertNotice(db, provider.name, notice, now))) return 'repeated'
    if (notice.kind === 'settlement') return await settle(db, notice, now)
    return await receiveChargeback(db, provider.name, notice, now)
  })
}

function read(work: () => PaymentNotice | null): PaymentNotice | null {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof PaymentSignatureError)) throw cause
    throw new ApiError('invalid_signature', cause.message, { cause })
  }
}

async function settle(db: Tx, notice: SettlementNotice, now: Date): Promise<Receipt> {
  const id = ids.payment.tryDecode(notice.reference)
  const payment = id === undefined ? undefined : await lockPayment(db, id)
  // What succeeded stays so: notices come late and out of order.
  if (payment === undefined || payment.status === 'succeeded') return 'ignored'
  const { accountId, mode } = payment
  const settled = await settlePayment(db, payment.id, notice, now)
  if (notice.outcome === 'succeeded') {
    await deposit(db, {
      accountId,
      mode,
      // What arrived is what counts, should it ever differ from what was asked for.
      amount: notice.amount,
      now,
      dedupeKey: `payment:${payment.id}`,
      memo: `${payment.provider} ${notice.providerReference}`,
    })
  }
  await emit(db, notice.outcome === 'succeeded' ? paymentSucceeded : paymentFailed, {
    accountId,
    mode,
    subjectId: payment.id,
    payload: { payment: { ...paymentOf(settled), clientSecret: null } },
  })
  return 'booked'
}
