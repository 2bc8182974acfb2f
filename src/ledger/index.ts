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
  platformOwner,
  sellerPayableOf,
  taxPayable,
  walletOf,
} from './accounts.ts'
export { type Posted, post } from './post.ts'
export { balanced, type Entry, type Posting, type PostingKind, postingKinds } from './posting.ts'
export {
  chargePosting,
  type PartAmounts,
  type Payment,
  payoutPosting,
  placementPostings,
  type Release,
  type Repayment,
  type Reversal,
  releasePostings,
  repaymentPostings,
  reversalPostings,
  topUpPosting,
} from './postings.ts'
export type { MovedWallet, WalletRow } from './queries.ts'
export { returnProportionally, runningShare } from './shares.ts'
export { type Deposit, deposit, openWallet } from './wallets.ts'
