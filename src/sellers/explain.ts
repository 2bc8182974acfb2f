import type { OutcomeKind, ReliabilityScore, ScoreComponent } from './reliability-score.ts'
import { newSellerOrders } from './reliability-score.ts'

const happened: Record<OutcomeKind, string> = {
  cancellation: 'cancelled by the seller or for want of stock',
  handover: 'handed over late',
  delivery: 'delivered late after a punctual hand-over',
  goods: 'followed by a bad review or an upheld dispute about the goods',
}

const named: Record<OutcomeKind, string> = {
  cancellation: 'cancellations',
  handover: 'late hand-over',
  delivery: 'late delivery',
  goods: 'goods',
}

const percent = (rate: number) => `${(rate * 100).toFixed(1)} %`
const points = (value: number) => value.toFixed(1)

/** A component in one sentence: what was seen, how it weighs, and what it counts as. */
export function explainComponent(component: ScoreComponent): string {
  const { kind, problems, orders, weightedProblems, weightedOrders } = component
  const platform = `all sellers ${percent(component.platformRate)}`
  if (orders === 0) return `Nothing known yet of orders ${happened[kind]}; ${platform}.`
  const seen = `${problems} of ${orders} orders ${happened[kind]} in the last twelve months`
  const weighed = `weighted by age ${points(weightedProblems)} of ${points(weightedOrders)}`
  const counted = component.isScored
    ? `counted as ${percent(component.countedAs)}`
    : 'the carrier’s, so not counted against the seller'
  return `${seen} (${weighed}); ${platform}; ${counted}.`
}

/** The whole score in a sentence or two. */
export function explainScore({
  isNew,
  ordersKnown,
  expected,
  components,
}: ReliabilityScore): string {
  if (isNew) {
    const known = `${ordersKnown} of the ${newSellerOrders} orders that a score needs are known`
    return `New seller, few orders: ${known}. It is expected to be like the others (${points(expected)}), without a penalty; new sellers are more often out of stock.`
  }
  const losses = components
    .filter((one) => one.isScored)
    .map((one) => `${points(one.pointsLost)} for ${named[one.kind]}`)
  return `${points(expected)} of 100 orders are expected to go without a problem by the seller: 100 less ${losses.join(', ')}.`
}
