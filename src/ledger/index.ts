import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import type { AnyEvent } from '../events/index.ts'
import { createChargePrice } from './create-charge-price.ts'
import { createFeePolicy } from './create-fee-policy.ts'
import { walletToppedUp, walletWithdrawn } from './events.ts'
import { exportStatement } from './export-statement.ts'
import { getWallet } from './get-wallet.ts'
import { listChargePrices } from './list-charge-prices.ts'
import { listFeePolicies } from './list-fee-policies.ts'
import { listStatementEntries } from './list-statement-entries.ts'
import { listWallets } from './list-wallets.ts'
import { collectDebts } from './payments/collect-debts.ts'
import { createPayment } from './payments/create-payment.ts'
import { paymentFailed, paymentSucceeded } from './payments/events.ts'
import { chargebackTold } from './payments/events-chargeback.ts'
import { getPayment } from './payments/get-payment.ts'
import { topUpWallet } from './top-up-wallet.ts'
import { withdrawFromWallet } from './withdraw-from-wallet.ts'

/** Money: wallets, balanced entries, the rules of posting. Every cent is held by exactly one account. */
export {
  affiliatePayableOf,
  escrowOf,
  externalCash,
  type FeeAccountKind,
  feeAccount,
  fx,
  type LedgerAccount,
  type LedgerAccountKind,
  ledgerAccountKinds,
  payoutClearingOf,
  platformOwner,
  sellerPayableOf,
  taxPayable,
  walletOf,
} from './accounts.ts'
export { feePolicies } from './fee-book.ts'
export {
  affiliateShareOf,
  type FeeBasis,
  type FeeLine,
  type FeePolicy,
  policyFor,
  type SellerFees,
  sellerFeesOf,
  serviceFeeOf,
} from './fees.ts'
export type { Receipt } from './payments/port.ts'
export { openPayments } from './payments/provider.ts'
export { receivePaymentNotice } from './payments/receive-notice.ts'
export { type Posted, post, postAtCommit } from './post.ts'
export { balanced, type Entry, type Posting, type PostingKind, postingKinds } from './posting.ts'
export {
  type PartAmounts,
  type Payment,
  placementPostings,
  type Release,
  type Repayment,
  type Reversal,
  releasePostings,
  repaymentPostings,
  reversalPostings,
} from './postings.ts'
export {
  chargePosting,
  type PayoutMove,
  payoutPosting,
  payoutReversalPosting,
  payoutSettlementPosting,
  topUpPosting,
} from './postings-cash.ts'
export type { MovedWallet, WalletRow } from './queries.ts'
export { type ChargePriceRow, findChargePrice } from './queries-charge-prices.ts'
export type { HeldForOrder } from './queries-reconcile.ts'
export { ofOrdersPaidBy } from './queries-statements.ts'
export {
  type OrderEntry,
  selectEntriesOfOrders,
  selectOrderEntries,
  selectPartMovements,
} from './queries-timeline.ts'
export { rebuildWallets } from './rebuild.ts'
export { type HeldByOrders, type Reconciliation, reconcile, reconcileOn } from './reconcile.ts'
export { type PartMovement, reverseRelease } from './release-reversal.ts'
export { ChargeFee, Memo, StatementEntry, Wallet } from './schema.ts'
export { returnProportionally, runningShare } from './shares.ts'
export { statementScope } from './statement.ts'
export { periodInput } from './statement-input.ts'
export {
  exportInput,
  StatementFile,
  StatementPage,
  statementFile,
  statementPage,
} from './statement-pages.ts'
export { entriesOfOrder, type Holding, holdersOf, type OrderLedger } from './timeline.ts'
export { type Deposit, deposit, openWallet } from './wallets.ts'

export const operations: readonly AnyOperation[] = [
  listWallets,
  getWallet,
  topUpWallet,
  withdrawFromWallet,
  createPayment,
  getPayment,
  listStatementEntries,
  exportStatement,
  listFeePolicies,
  createFeePolicy,
  listChargePrices,
  createChargePrice,
]

export const events: readonly AnyEvent[] = [
  walletToppedUp,
  walletWithdrawn,
  paymentSucceeded,
  paymentFailed,
  ...Object.values(chargebackTold),
]

export const jobs: readonly Job[] = [
  {
    name: 'debts of wallets that have money',
    everyMs: 60_000,
    run: (database, now) => database.transaction((db) => collectDebts(db, now)),
  },
]
