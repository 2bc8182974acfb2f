/** An account of the ledger: what kind of holder, and whose. A positive balance is money held for that holder. */
export interface LedgerAccount {
  readonly kind: LedgerAccountKind
  /** The account, order, seller or affiliate behind it; `platformOwner` for the platform's own. */
  readonly ownerId: string
}

/**
 * Every kind of ledger account. A wallet and an escrow never go below zero; a receivable is never above,
 * and the outside world always below.
 */
export const ledgerAccountKinds = [
  'wallet',
  'receivable',
  'escrow',
  'sellerPayable',
  'affiliatePayable',
  'payoutClearing',
  'sellerFee',
  'transactionFee',
  'premiumFee',
  'promotionFee',
  'serviceFee',
  'taxPayable',
  'fx',
  'externalCash',
] as const
export type LedgerAccountKind = (typeof ledgerAccountKinds)[number]

/** Owner of the accounts that exist once for the whole platform. */
export const platformOwner = '00000000-0000-0000-0000-000000000000'

/** The prepaid balance of an account; its currency is that of the posting. */
export function walletOf(accountId: string): LedgerAccount {
  return { kind: 'wallet', ownerId: accountId }
}

/** What an account owes since a bank took money back that its wallet had spent: below zero while it does. */
export function receivableOf(accountId: string): LedgerAccount {
  return { kind: 'receivable', ownerId: accountId }
}

/** Money of one order that nobody has earned yet. */
export function escrowOf(orderId: string): LedgerAccount {
  return { kind: 'escrow', ownerId: orderId }
}

/** What the platform owes a seller; below zero when refunds outran earnings. */
export function sellerPayableOf(sellerId: string): LedgerAccount {
  return { kind: 'sellerPayable', ownerId: sellerId }
}

/** What the platform owes an affiliate. */
export function affiliatePayableOf(affiliateId: string): LedgerAccount {
  return { kind: 'affiliatePayable', ownerId: affiliateId }
}

/** Money of one payout that left its payee's balance and has not arrived yet. */
export function payoutClearingOf(payoutId: string): LedgerAccount {
  return { kind: 'payoutClearing', ownerId: payoutId }
}

export type FeeAccountKind =
  | 'sellerFee'
  | 'transactionFee'
  | 'premiumFee'
  | 'promotionFee'
  | 'serviceFee'

/** The platform's income of one kind; its total is the sum of its entries. */
export function feeAccount(kind: FeeAccountKind): LedgerAccount {
  return { kind, ownerId: platformOwner }
}

/** Duties and taxes collected for the authorities. */
export const taxPayable: LedgerAccount = { kind: 'taxPayable', ownerId: platformOwner }

/** The platform's position in a currency, opened and closed by conversions. */
export const fx: LedgerAccount = { kind: 'fx', ownerId: platformOwner }

/** Money outside: what came in is negative here, what was paid out is positive. */
export const externalCash: LedgerAccount = { kind: 'externalCash', ownerId: platformOwner }
