import { divideRounded } from '../core/rational.ts'
import type { LedgerAccountKind } from './accounts.ts'
import type { Entry, PostingKind } from './posting.ts'
import { returnProportionally } from './shares.ts'

/** What one account got (above zero) or gave of a seller's part, by the kind of posting. */
export interface PartMovement {
  readonly kind: PostingKind
  readonly account: LedgerAccountKind
  readonly ownerId: string
  readonly currency: string
  readonly amountMinor: number
}

const earners: readonly LedgerAccountKind[] = [
  'sellerPayable',
  'sellerFee',
  'transactionFee',
  'affiliatePayable',
]

/**
 * Who gives back how much of a released part when `earnedMinor` of the `earnedLeftMinor` that the
 * seller still keeps (goods and shipping, in the order's currency) returns to the payer.
 */
export function reverseRelease(
  movements: readonly PartMovement[],
  { earnedMinor, earnedLeftMinor }: { earnedMinor: number; earnedLeftMinor: number },
): { settlementCurrency: string; givers: Entry[] } | undefined {
  const legs = movements
    .filter(({ kind, account }) => kind === 'release' && earners.includes(account))
    .map((paid) => ({
      account: { kind: paid.account, ownerId: paid.ownerId },
      currency: paid.currency,
      paidMinor: paid.amountMinor,
      returnedMinor: returnedBy(movements, paid),
    }))
  const settlementCurrency = legs[0]?.currency
  if (settlementCurrency === undefined) return undefined
  const leftMinor = legs.reduce((all, leg) => all + leg.paidMinor - leg.returnedMinor, 0)
  const gives = returnProportionally(legs, shareLeft(leftMinor, earnedLeftMinor, earnedMinor))
  const givers = legs.map(({ account }, index) => ({ account, amountMinor: gives[index]! }))
  return { settlementCurrency, givers }
}

function returnedBy(movements: readonly PartMovement[], paid: PartMovement): number {
  return movements
    .filter(
      ({ kind, account, ownerId, currency }) =>
        kind === 'refund' &&
        account === paid.account &&
        ownerId === paid.ownerId &&
        currency === paid.currency,
    )
    .reduce((all, { amountMinor }) => all - amountMinor, 0)
}

// Cut from what is left, so that the last refund takes exactly the rest.
function shareLeft(leftMinor: number, ofMinor: number, stepMinor: number): number {
  if (stepMinor < 0 || stepMinor > ofMinor) {
    throw new RangeError(`${stepMinor} cannot be returned of ${ofMinor} left`)
  }
  if (ofMinor === 0) return 0
  return Number(divideRounded(BigInt(leftMinor) * BigInt(stepMinor), BigInt(ofMinor), 'down'))
}
