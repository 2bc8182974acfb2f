import type { Tx } from '../../core/database.ts'
import type { Mode } from '../../core/operation.ts'
import type { PaymentStatus } from '../tables.ts'
import type { BegunPayment, PaymentNotice, SettlementNotice } from './port.ts'

export interface PaymentRow {
  id: string
  accountId: string
  mode: Mode
  currency: string
  amountMinor: number
  returnUrl: string | null
  status: PaymentStatus
  provider: string
  providerReference: string | null
  clientSecret: string | null
  redirectUrl: string | null
  createdAt: Date
  settledAt: Date | null
}

const columns = (sql: Tx['sql']) => sql`
  id, account_id as "accountId", mode, currency, amount_minor as "amountMinor",
  return_url as "returnUrl", status, provider, provider_reference as "providerReference",
  client_secret as "clientSecret", redirect_url as "redirectUrl", created_at as "createdAt",
  settled_at as "settledAt"`

type NewPayment = Pick<
  PaymentRow,
  'id' | 'accountId' | 'mode' | 'currency' | 'amountMinor' | 'returnUrl' | 'provider' | 'createdAt'
> & { readonly requestKey: string }

/** Writes a payment, or answers the one that the same request key made before. */
export async function insertPayment({ sql }: Tx, payment: NewPayment): Promise<PaymentRow> {
  const [row] = await sql<PaymentRow[]>`
    insert into payments (id, account_id, mode, currency, amount_minor, return_url, status,
      provider, request_key, created_at)
    values (${payment.id}, ${payment.accountId}, ${payment.mode}, ${payment.currency},
      ${payment.amountMinor}, ${payment.returnUrl}, 'pending', ${payment.provider},
      ${payment.requestKey}, ${payment.createdAt})
    on conflict (account_id, mode, request_key) do update set request_key = excluded.request_key
    returning ${columns(sql)}`
  return row!
}

/** Notes what the provider answered. */
export async function updateBegun({ sql }: Tx, id: string, begun: BegunPayment) {
  const [row] = await sql<PaymentRow[]>`
    update payments set provider_reference = ${begun.providerReference},
      client_secret = ${begun.clientSecret}, redirect_url = ${begun.redirectUrl}
    where id = ${id}
    returning ${columns(sql)}`
  return row!
}

export async function findPayment({ sql }: Tx, accountId: string, mode: Mode, id: string) {
  const [row] = await sql<PaymentRow[]>`
    select ${columns(sql)} from payments
    where id = ${id} and account_id = ${accountId} and mode = ${mode}`
  return row
}

/** Locks a payment until the unit of work ends. */
export async function lockPayment({ sql }: Tx, id: string) {
  const [row] = await sql<PaymentRow[]>`
    select ${columns(sql)} from payments where id = ${id} for update`
  return row
}

/** The payment whose money the provider calls so. Served by payments_settled_reference. */
export async function findSettled({ sql }: Tx, provider: string, settledReference: string) {
  const [row] = await sql<PaymentRow[]>`
    select ${columns(sql)} from payments
    where provider = ${provider} and settled_reference = ${settledReference}`
  return row
}

/** Settles a payment at what the provider says. */
export async function settlePayment(
  { sql }: Tx,
  id: string,
  { outcome, providerReference }: SettlementNotice,
  now: Date,
) {
  const settledReference = outcome === 'succeeded' ? providerReference : null
  const [row] = await sql<PaymentRow[]>`
    update payments set status = ${outcome}, settled_at = ${now},
      settled_reference = ${settledReference}
    where id = ${id}
    returning ${columns(sql)}`
  return row!
}

/** Notes a notice; answers false where it was noted before. */
export async function insertNotice(
  { sql }: Tx,
  provider: string,
  notice: PaymentNotice,
  now: Date,
): Promise<boolean> {
  const rows = await sql`
    insert into payment_notices (provider, notice_id, type, reference, received_at)
    values (${provider}, ${notice.id}, ${notice.type}, ${notice.reference}, ${now})
    on conflict (provider, notice_id) do nothing returning notice_id`
  return rows.length > 0
}
