import type { OutcomeKind } from './reliability-score.ts'

/** What happened to one seller's part of one order, as far as a seller's score cares. */
export type SellerOrderNews =
  | { type: 'handedOver'; at: Date; shipBy: Date }
  | { type: 'shipByPassed'; shipBy: Date }
  | { type: 'cancelledBySeller'; at: Date; reason: SellerCancelReason }
  | { type: 'delivered'; at: Date; deliverBy: Date }
  | { type: 'badReview'; at: Date }
  | { type: 'disputeUpheld'; at: Date; reason: DisputeCause }
  | { type: 'settledWell'; at: Date }

export type SellerCancelReason = 'outOfStock' | 'rejected' | 'notAccepted' | 'sellerCancelled'
/** Whose failing an upheld dispute showed: the goods, or a parcel that never came. */
export type DisputeCause = 'goods' | 'notReceived'

export interface Outcome {
  kind: OutcomeKind
  isProblem: boolean
  reason: string
  /** When it became known: a missed deadline at the deadline, not when the parcel moves. */
  knownAt: Date
}

/** Which outcomes of a seller's part of an order are already known, and how they went. */
export type KnownOutcomes = Partial<Record<OutcomeKind, boolean>>

function ok(kind: OutcomeKind, reason: string, knownAt: Date): Outcome {
  return { kind, isProblem: false, reason, knownAt }
}

function problem(kind: OutcomeKind, reason: string, knownAt: Date): Outcome {
  return { kind, isProblem: true, reason, knownAt }
}

function handoverOutcomes(handedOverAt: Date, shipBy: Date): Outcome[] {
  const handover =
    handedOverAt <= shipBy
      ? ok('handover', 'handedOverInTime', handedOverAt)
      : problem('handover', 'handedOverLate', shipBy)
  return [handover, notCancelled(handedOverAt)]
}

function notCancelled(handedOverAt: Date): Outcome {
  return ok('cancellation', 'handedOver', handedOverAt)
}

function deliveryOutcome(at: Date, deliverBy: Date): Outcome {
  return at <= deliverBy
    ? ok('delivery', 'deliveredInTime', at)
    : problem('delivery', 'deliveredLate', deliverBy)
}

function told(news: SellerOrderNews, known: KnownOutcomes): Outcome[] {
  // Reviews of late parcels are bad whoever was at fault; a dispute about the goods was judged.
  const isLate = known.delivery === true
  switch (news.type) {
    case 'handedOver':
      return known.handover === undefined ? handoverOutcomes(news.at, news.shipBy) : []
    case 'shipByPassed':
      return known.handover === undefined ? [problem('handover', 'shipByPassed', news.shipBy)] : []
    case 'cancelledBySeller':
      return [problem('cancellation', news.reason, news.at)]
    case 'delivered':
      return [deliveryOutcome(news.at, news.deliverBy)]
    case 'badReview':
      return isLate ? [] : [problem('goods', 'badReview', news.at)]
    case 'disputeUpheld':
      return news.reason === 'goods' ? [problem('goods', 'disputeUpheld', news.at)] : []
    case 'settledWell':
      return isLate ? [] : [ok('goods', 'noComplaint', news.at)]
  }
}

/**
 * The outcomes that a piece of news adds to those known. An order gets at most one cause: once
 * the seller was late, cancelled or sold bad goods, nothing about the same order counts again.
 */
export function outcomesOf(news: SellerOrderNews, known: KnownOutcomes): Outcome[] {
  if (known.cancellation === true) return []
  if (news.type === 'handedOver' && known.handover === true) return [notCancelled(news.at)]
  const outcomes = told(news, known)
  return known.handover === true || known.goods === true ? [] : outcomes
}
