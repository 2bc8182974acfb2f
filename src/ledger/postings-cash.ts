import type { Money } from '../core/money.ts'
import {
  externalCash,
  type FeeAccountKind,
  feeAccount,
  type LedgerAccount,
  payoutClearingOf,
  receivableOf,
  walletOf,
} from './accounts.ts'
import { entry, headerOf, type Occasion, type Posting, type PostingKind } from './posting.ts'

/** The rules by which money comes in, pays for services and goes out, as pure functions. */

/** Money from outside into a wallet. */
export function topUpPosting(
  topUp: Occasion & { accountId: string; amount: Money; dedupeKey?: string; memo?: string },
): Posting {
  return {
    ...headerOf('topUp', topUp),
    currency: topUp.amount.currency,
    dedupeKey: topUp.dedupeKey ?? null,
    memo: topUp.memo ?? null,
    entries: [
      entry(externalCash, -topUp.amount.amountMinor),
      entry(walletOf(topUp.accountId), topUp.amount.amountMinor),
    ],
  }
}

/** Money of a wallet back to the outside. */
export function withdrawalPosting(
  withdrawal: Occasion & { accountId: string; amount: Money; memo?: string },
): Posting {
  const { accountId, amount, memo = null } = withdrawal
  return {
    ...headerOf('withdrawal', withdrawal),
    currency: amount.currency,
    memo,
    entries: [
      entry(walletOf(accountId), -amount.amountMinor),
      entry(externalCash, amount.amountMinor),
    ],
  }
}

export interface ChargebackMove extends Occasion {
  readonly accountId: string
  /** The payment that the bank took back. */
  readonly paymentId: string
  /** Names the bank's claim once and for all. */
  readonly claim: string
  readonly amount: Money
  /** The part that the wallet cannot give, or the debt that returned money pays first. */
  readonly owedMinor: number
}

/** The bank took a payment back: out of the wallet, and what it has spent is owed. */
export function chargebackPosting(move: ChargebackMove): Posting {
  return chargebackStep('chargeback', move, -1)
}

/** The bank gave it back: debts first, the rest into the wallet. */
export function chargebackReversalPosting(move: ChargebackMove): Posting {
  return chargebackStep('chargebackReversal', move, 1)
}

function chargebackStep(kind: PostingKind, move: ChargebackMove, sign: 1 | -1): Posting {
  const { accountId, paymentId, claim, amount, owedMinor } = move
  return {
    ...headerOf(kind, move),
    currency: amount.currency,
    subjectId: paymentId,
    dedupeKey: `${kind}:${claim}`,
    memo: claim,
    entries: [
      entry(walletOf(accountId), sign * (amount.amountMinor - owedMinor)),
      entry(receivableOf(accountId), sign * owedMinor),
      entry(externalCash, -sign * amount.amountMinor),
    ],
  }
}

/** A wallet that has money again pays what its account owes. */
export function debtCollectionPosting(
  debt: Occasion & { readonly accountId: string; readonly amount: Money },
): Posting {
  return {
    ...headerOf('debtCollection', debt),
    currency: debt.amount.currency,
    entries: [
      entry(walletOf(debt.accountId), -debt.amount.amountMinor),
      entry(receivableOf(debt.accountId), debt.amount.amountMinor),
    ],
  }
}

/** A premium plan, a promotion or a service, paid from a wallet or out of a seller's earnings. */
export function chargePosting(
  charge: Occasion & {
    chargeId: string
    payer: LedgerAccount
    fee: FeeAccountKind
    amount: Money
    memo: string
  },
): Posting {
  return {
    ...headerOf('charge', charge),
    currency: charge.amount.currency,
    subjectId: charge.chargeId,
    dedupeKey: `charge:${charge.chargeId}`,
    memo: charge.memo,
    entries: [
      entry(charge.payer, -charge.amount.amountMinor),
      entry(feeAccount(charge.fee), charge.amount.amountMinor),
    ],
  }
}

export interface PayoutMove extends Occasion {
  readonly payoutId: string
  readonly payee: LedgerAccount
  readonly amount: Money
}

/** A payout is made: the payee's balance goes into clearing, so that it cannot be paid out twice. */
export function payoutPosting(move: PayoutMove): Posting {
  return payoutStep('payout', move, move.payee, payoutClearingOf(move.payoutId))
}

/** The payout arrived outside. */
export function payoutSettlementPosting(move: PayoutMove): Posting {
  return payoutStep('payoutSettlement', move, payoutClearingOf(move.payoutId), externalCash)
}

/** The payout was cancelled or failed, before it left or after: the payee has it back. */
export function payoutReversalPosting(move: PayoutMove & { readonly wasPaid: boolean }): Posting {
  const from = move.wasPaid ? externalCash : payoutClearingOf(move.payoutId)
  return payoutStep('payoutReversal', move, from, move.payee)
}

function payoutStep(
  kind: PostingKind,
  move: PayoutMove,
  from: LedgerAccount,
  to: LedgerAccount,
): Posting {
  return {
    ...headerOf(kind, move),
    currency: move.amount.currency,
    subjectId: move.payoutId,
    dedupeKey: `${kind}:${move.payoutId}`,
    entries: [entry(from, -move.amount.amountMinor), entry(to, move.amount.amountMinor)],
  }
}
