import type { Money } from '../core/money.ts'
import {
  affiliatePayableOf,
  escrowOf,
  feeAccount,
  fx,
  type LedgerAccount,
  sellerPayableOf,
  taxPayable,
  walletOf,
} from './accounts.ts'
import { type Entry, entry, type Header, headerOf, type Occasion, type Posting } from './posting.ts'

/** The rules by which an order's money moves, as pure functions: facts in, balanced postings out. */

/** An order and who pays for it, in which currency of theirs. */
export interface Payment extends Occasion {
  readonly orderId: string
  readonly accountId: string
  /** The order's total in its own currency. */
  readonly total: Money
  /** What the wallet is charged; the total itself unless the wallet is in another currency. */
  readonly charge: Money
}

/** Placement: wallet to escrow, over the exchange account where the currencies differ. */
export function placementPostings(payment: Payment): Posting[] {
  const { orderId, accountId, total, charge } = payment
  const header = { ...headerOf('placement', payment), orderId }
  return moveBetween(header, walletOf(accountId), charge, escrowOf(orderId), total)
}

/** Components of one seller's part in the order's currency. */
export interface PartAmounts {
  readonly goodsMinor: number
  readonly shippingMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
  readonly feesMinor: number
}

export interface Release extends Occasion {
  readonly orderId: string
  readonly sellerOrderId: string
  readonly sellerId: string
  readonly currency: string
  /** What escrow still holds of the part. */
  readonly held: PartAmounts
  /** Goods and shipping of `held` as the seller is owed them, in the seller's currency. */
  readonly settlement: Money
  /** Taken out of the settlement, in its currency. */
  readonly sellerFeeMinor: number
  readonly transactionFeeMinor: number
  readonly affiliate?: { readonly affiliateId: string; readonly amountMinor: number }
}

/** Completion of a part: escrow to the seller, the authorities, the platform and the affiliate. */
export function releasePostings(release: Release): Posting[] {
  const { orderId, sellerOrderId, sellerId, currency, held, settlement, affiliate } = release
  const header = {
    ...headerOf('release', release),
    orderId,
    subjectId: sellerOrderId,
    dedupeKey: `release:${sellerOrderId}`,
  }
  const earned = held.goodsMinor + held.shippingMinor
  const levies = held.dutiesMinor + held.taxesMinor
  const fromEscrow = [
    entry(escrowOf(orderId), -(earned + levies + held.feesMinor)),
    entry(taxPayable, levies),
    entry(feeAccount('serviceFee'), held.feesMinor),
  ]
  const deductions = [
    entry(feeAccount('sellerFee'), release.sellerFeeMinor),
    entry(feeAccount('transactionFee'), release.transactionFeeMinor),
    ...(affiliate ? [entry(affiliatePayableOf(affiliate.affiliateId), affiliate.amountMinor)] : []),
  ]
  const deducted = deductions.reduce((all, { amountMinor }) => all + amountMinor, 0)
  const toSeller = [
    ...deductions,
    entry(sellerPayableOf(sellerId), settlement.amountMinor - deducted),
  ]
  if (settlement.currency === currency) {
    return [{ ...header, currency, entries: [...fromEscrow, ...toSeller] }]
  }
  return [
    { ...header, currency, entries: [...fromEscrow, entry(fx, earned)] },
    {
      ...header,
      currency: settlement.currency,
      dedupeKey: `${header.dedupeKey}:settlement`,
      entries: [entry(fx, -settlement.amountMinor), ...toSeller],
    },
  ]
}

export interface Repayment extends Occasion {
  readonly kind: 'cancellation' | 'refund'
  /** Names this repayment once and for all: a key used before is refused. */
  readonly repaymentId: string
  readonly orderId: string
  readonly sellerOrderId: string
  readonly accountId: string
  /** What the payer gets back, in the order's currency. */
  readonly amount: Money
  /** The same in the wallet's currency. */
  readonly credit: Money
  readonly memo?: string
}

/** Cancellation, rejection or refund before release: escrow back to the wallet. */
export function repaymentPostings(repayment: Repayment): Posting[] {
  const { orderId, accountId, amount, credit } = repayment
  const header = repaymentHeader(repayment)
  return moveBetween(header, escrowOf(orderId), amount, walletOf(accountId), credit)
}

/** What a refund takes back from those a release had paid. */
export interface Reversal {
  readonly leviesMinor: number
  readonly feesMinor: number
  /** Goods and shipping given back, in the order's currency. */
  readonly earnedMinor: number
  readonly settlementCurrency: string
  /** Who gives how much of it, in the seller's currency; amounts above zero. */
  readonly givers: readonly Entry[]
}

/** Refund after release: the seller, the fees and the affiliate give back what they got of it. */
export function reversalPostings(repayment: Repayment, reversal: Reversal): Posting[] {
  const { amount, credit, accountId } = repayment
  const { currency } = amount
  const header = repaymentHeader(repayment)
  const given = reversal.givers.map(({ account, amountMinor }) => entry(account, -amountMinor))
  const crossing = reversal.settlementCurrency !== currency
  const sources = [
    entry(taxPayable, -reversal.leviesMinor),
    entry(feeAccount('serviceFee'), -reversal.feesMinor),
    ...(crossing ? [entry(fx, -reversal.earnedMinor)] : given),
  ]
  const postings: Posting[] = []
  if (crossing) {
    const total = reversal.givers.reduce((all, { amountMinor }) => all + amountMinor, 0)
    postings.push({
      ...header,
      currency: reversal.settlementCurrency,
      dedupeKey: `${header.dedupeKey}:settlement`,
      entries: [...given, entry(fx, total)],
    })
  }
  if (credit.currency === currency) {
    const entries = [...sources, entry(walletOf(accountId), credit.amountMinor)]
    return [...postings, { ...header, currency, entries }]
  }
  return [
    ...postings,
    { ...header, currency, entries: [...sources, entry(fx, amount.amountMinor)] },
    creditFromFx(header, accountId, credit),
  ]
}

function repaymentHeader(repayment: Repayment): Header {
  return {
    ...headerOf(repayment.kind, repayment),
    orderId: repayment.orderId,
    subjectId: repayment.sellerOrderId,
    dedupeKey: `${repayment.kind}:${repayment.repaymentId}`,
    memo: repayment.memo ?? null,
  }
}

/** One posting in one currency, or two that meet in the exchange account. */
function moveBetween(
  header: Header,
  from: LedgerAccount,
  given: Money,
  to: LedgerAccount,
  got: Money,
): Posting[] {
  if (given.currency === got.currency) {
    const entries = [entry(from, -given.amountMinor), entry(to, got.amountMinor)]
    return [{ ...header, currency: got.currency, entries }]
  }
  const paidIn = [entry(from, -given.amountMinor), entry(fx, given.amountMinor)]
  const paidOut = [entry(fx, -got.amountMinor), entry(to, got.amountMinor)]
  return [
    { ...header, currency: given.currency, entries: paidIn },
    { ...header, currency: got.currency, dedupeKey: otherSide(header), entries: paidOut },
  ]
}

function creditFromFx(header: Header, accountId: string, credit: Money): Posting {
  const entries = [entry(fx, -credit.amountMinor), entry(walletOf(accountId), credit.amountMinor)]
  return { ...header, currency: credit.currency, dedupeKey: otherSide(header), entries }
}

function otherSide(header: Header): string | null {
  return header.dedupeKey ? `${header.dedupeKey}:exchange` : null
}
