/** What can be known about one seller's part of one order, each at most once. */
export const outcomeKinds = ['cancellation', 'handover', 'delivery', 'goods'] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

/** The kinds a seller answers for; late delivery after a punctual hand-over is the carrier's. */
export const scoredKinds = ['cancellation', 'handover', 'goods'] as const
export type ScoredKind = (typeof scoredKinds)[number]

export const halfLifeDays = 90
/** Average orders lent to each seller, so that three good orders do not make a perfect one. */
export const pseudoOrders = 10
/** Below this many known orders a seller is new: the platform's rate is shown, and no score. */
export const newSellerOrders = 5
/** How far back orders are read; by then one weighs a sixteenth. */
export const windowDays = 365

/** Starting rates of a platform without history, worth `platformPseudoOrders` orders. */
export const assumedRates: Record<OutcomeKind, number> = {
  cancellation: 0.02,
  handover: 0.05,
  delivery: 0.1,
  goods: 0.05,
}
export const platformPseudoOrders = 50

/** Orders and problems of one kind: as counted, and as weighted by age at one moment. */
export interface Tally {
  orders: number
  problems: number
  weightedOrders: number
  weightedProblems: number
}

export const emptyTally: Tally = Object.freeze({
  orders: 0,
  problems: 0,
  weightedOrders: 0,
  weightedProblems: 0,
})

const dayMs = 86_400_000

/** The weight of news that is `ageMs` milliseconds old; 1 when fresh, halving every 90 days. */
export function weightAtAge(ageMs: number): number {
  return 0.5 ** (Math.max(ageMs, 0) / (halfLifeDays * dayMs))
}

/** A tally as it weighs `elapsedMs` milliseconds later. */
export function decayTally(tally: Tally, elapsedMs: number): Tally {
  const weight = weightAtAge(elapsedMs)
  return {
    ...tally,
    weightedOrders: tally.weightedOrders * weight,
    weightedProblems: tally.weightedProblems * weight,
  }
}

/** A tally with one more outcome of the given weight (1 when it becomes known now). */
export function addOutcome(tally: Tally, isProblem: boolean, weight = 1): Tally {
  return {
    orders: tally.orders + 1,
    problems: tally.problems + (isProblem ? 1 : 0),
    weightedOrders: tally.weightedOrders + weight,
    weightedProblems: tally.weightedProblems + (isProblem ? weight : 0),
  }
}

/** Two tallies of the same moment as one. */
export function sumTallies(a: Tally, b: Tally): Tally {
  return {
    orders: a.orders + b.orders,
    problems: a.problems + b.problems,
    weightedOrders: a.weightedOrders + b.weightedOrders,
    weightedProblems: a.weightedProblems + b.weightedProblems,
  }
}

/** The decayed problem rate of all sellers together, leaning on the assumed rate while few. */
export function platformRateOf(kind: OutcomeKind, all: Tally): number {
  return (
    (all.weightedProblems + platformPseudoOrders * assumedRates[kind]) /
    (all.weightedOrders + platformPseudoOrders)
  )
}

export interface CountedRate {
  /** The seller's rate shrunk to the platform's, 0 to 1. */
  countedAs: number
  low: number
  high: number
}

/** A seller's problem rate shrunk to the platform's, with its 90 % band. */
export function countedRateOf(tally: Tally, platformRate: number): CountedRate {
  const orders = tally.weightedOrders + pseudoOrders
  const countedAs = (tally.weightedProblems + pseudoOrders * platformRate) / orders
  const spread = 1.645 * Math.sqrt((countedAs * (1 - countedAs)) / (orders + 1))
  return {
    countedAs,
    low: Math.max(0, countedAs - spread),
    high: Math.min(1, countedAs + spread),
  }
}

export interface ScoreComponent extends Tally, CountedRate {
  kind: OutcomeKind
  platformRate: number
  isScored: boolean
  /** Points this component takes off 100; those of all components and the score make 100. */
  pointsLost: number
}

export interface ReliabilityScore {
  /** Expected share of orders without a problem by the seller, 0 to 100. */
  expected: number
  /** The same, but null while the seller has fewer than five known orders. */
  score: number | null
  isNew: boolean
  /** Orders of which at least one outcome is known. */
  ordersKnown: number
  components: ScoreComponent[]
}

export type Tallies = Record<OutcomeKind, Tally>

/** Tallies of every kind, none known. */
export function emptyTallies(): Tallies {
  return { cancellation: emptyTally, handover: emptyTally, delivery: emptyTally, goods: emptyTally }
}

/** The score of one seller from its own tallies and those of all sellers at the same moment. */
export function scoreSeller(own: Tallies, all: Tallies, ordersKnown: number): ReliabilityScore {
  let remaining = 100
  const components = outcomeKinds.map((kind) => {
    const platformRate = platformRateOf(kind, all[kind])
    const rate = countedRateOf(own[kind], platformRate)
    const isScored = kind !== 'delivery'
    const pointsLost = isScored ? remaining * rate.countedAs : 0
    remaining -= pointsLost
    return { kind, ...own[kind], ...rate, platformRate, isScored, pointsLost }
  })
  const isNew = ordersKnown < newSellerOrders
  return { expected: remaining, score: isNew ? null : remaining, isNew, ordersKnown, components }
}
