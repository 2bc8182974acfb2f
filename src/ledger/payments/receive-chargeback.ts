import type { Tx } from '../../core/database.ts'
import { emit } from '../../events/index.ts'
import { post } from '../post.ts'
import {
  type ChargebackMove,
  chargebackPosting,
  chargebackReversalPosting,
} from '../postings-cash.ts'
import { chargebackOf, chargebackTold } from './events-chargeback.ts'
import type { ChargebackNotice, ChargebackStep, Receipt } from './port.ts'
import { findSettled, type PaymentRow } from './queries.ts'
import {
  type ChargebackRow,
  debtOf,
  lockBalance,
  lockChargeback,
  updateChargeback,
} from './queries-chargebacks.ts'

/** Books what a provider tells of a bank that claims one of our payments back, each step once. */
export async function receiveChargeback(
  db: Tx,
  provider: string,
  notice: ChargebackNotice,
  now: Date,
): Promise<Receipt> {
  const payment = await findSettled(db, provider, notice.paymentReference)
  if (payment === undefined) return 'ignored'
  const { reference, reason, step } = notice
  const seen = { provider, reference, paymentId: payment.id, ...notice.amount, reason }
  const found = await lockChargeback(db, { ...seen, status: 'open', openedAt: now })
  const change = await take[step](db, { payment, ...found, now })
  if (change === undefined) return 'ignored'
  const { accountId, mode, id: subjectId } = payment
  const chargeback = chargebackOf(await updateChargeback(db, found.row, change))
  await emit(db, chargebackTold[step], { accountId, mode, subjectId, payload: { chargeback } })
  return 'booked'
}

interface Claim {
  readonly payment: PaymentRow
  readonly row: ChargebackRow
  readonly isNew: boolean
  readonly now: Date
}

type Step = (db: Tx, claim: Claim) => Promise<Partial<ChargebackRow> | undefined>

// Steps come late, twice and out of order: money goes once and comes back once, and both cancel out
// whichever is told first. What was decided stays so.
const take: Readonly<Record<ChargebackStep, Step>> = {
  async opened(_db, { isNew }) {
    return isNew ? { status: 'open' } : undefined
  },
  async withdrawn(db, { payment, row, now }) {
    if (row.withdrawnAt !== null) return undefined
    if (row.reinstatedAt !== null) return { withdrawnAt: now }
    const move = moveOf(payment, row, now)
    const balanceMinor = await lockBalance(db, walletNamed(move))
    const owedMinor = row.amountMinor - Math.min(row.amountMinor, balanceMinor)
    await post(db, chargebackPosting({ ...move, owedMinor }))
    return { withdrawnAt: now, owedMinor }
  },
  async reinstated(db, { payment, row, now }) {
    if (row.reinstatedAt !== null) return undefined
    if (row.withdrawnAt === null) return { reinstatedAt: now }
    const move = moveOf(payment, row, now)
    const wallet = walletNamed(move)
    await lockBalance(db, wallet)
    const owedMinor = Math.min(row.amountMinor, await debtOf(db, wallet))
    await post(db, chargebackReversalPosting({ ...move, owedMinor }))
    return { reinstatedAt: now }
  },
  async won(_db, { row, now }) {
    return row.closedAt === null ? { status: 'won', closedAt: now } : undefined
  },
  async lost(_db, { row, now }) {
    return row.closedAt === null ? { status: 'lost', closedAt: now } : undefined
  },
}

function moveOf(
  { id: paymentId, accountId, mode }: PaymentRow,
  { provider, reference, amountMinor, currency }: ChargebackRow,
  occurredAt: Date,
): Omit<ChargebackMove, 'owedMinor'> {
  const claim = `${provider} ${reference}`
  return { mode, occurredAt, accountId, paymentId, claim, amount: { amountMinor, currency } }
}

function walletNamed({ accountId, mode, amount: { currency } }: Omit<ChargebackMove, 'owedMinor'>) {
  return { accountId, mode, currency }
}
