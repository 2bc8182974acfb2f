import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { explainComponent, explainScore } from './explain.ts'
import type { SellerRow } from './queries.ts'
import { type OutcomeRow, selectEvidence } from './queries-outcomes.ts'
import { type MonthRow, selectMonths } from './queries-scores.ts'
import { ordersKnownIn, platformTalliesAt, talliesOfSellers } from './refresh-scores.ts'
import { outcomeOf, SellerReliability } from './reliability-schema.ts'
import {
  type OutcomeKind,
  outcomeKinds,
  type ScoreComponent,
  scoreSeller,
  windowDays,
} from './reliability-score.ts'
import { rounded } from './schema.ts'
import { isOrderShown, testAccountOf, visibleSeller } from './visibility.ts'

const evidencePerKind = 10
const historyMonths = 24

export const getSellerReliability = defineOperation({
  name: 'getSellerReliability',
  tag: 'sellers',
  summary: 'Get a seller’s reliability',
  description:
    'The score with its components, the evidence behind each and its history. It is worked out from the evidence when you ask. With a test key your own test orders are counted beside the live ones, for you alone.',
  http: 'GET /v1/sellers/{id}/reliability',
  scope: 'sellers:read',
  input: Type.Object({ id: Id('seller') }, { additionalProperties: false }),
  output: SellerReliability,
  errors: ['not_found'],
  cost: 5,
  async handle(context, { id }) {
    const seller = await visibleSeller(context.db, context.caller, id)
    const [reliability] = await reliabilitiesOf(context, [seller])
    return reliability!
  },
})

/** The reliability of sellers as the caller may see it, as of the caller's now; as many statements for one as for all. */
export async function reliabilitiesOf(
  { db, caller, now }: Pick<Context, 'db' | 'caller' | 'now'>,
  sellers: readonly SellerRow[],
): Promise<SellerReliability[]> {
  const testAccount = testAccountOf(caller)
  const sellerIds = sellers.map(({ id }) => id)
  const [platform, tallies, evidence, months] = await Promise.all([
    platformTalliesAt(db, now),
    talliesOfSellers(db, sellerIds, now, testAccount),
    selectEvidence(db, sellerIds, now, testAccount, evidencePerKind),
    selectMonths(db, sellerIds, historyMonths),
  ])
  const evidenceBySeller = Map.groupBy(evidence, (row) => row.seller_id)
  const monthsBySeller = Map.groupBy(months, (row) => row.seller_id)
  return sellers.map((seller) => {
    const own = tallies.get(seller.id)!
    const result = scoreSeller(own, platform, ordersKnownIn(own))
    const rows = evidenceBySeller.get(seller.id) ?? []
    const shown = (row: OutcomeRow) => outcomeOf(row, isOrderShown(caller, seller, row))
    return {
      ...summaryOf(seller, result),
      asOf: now.toISOString(),
      components: result.components.map((component) => ({
        ...componentOf(component),
        evidence: evidenceOf(rows, component.kind).map(shown),
      })),
      history: (monthsBySeller.get(seller.id) ?? []).map(monthOf),
    }
  })
}

function summaryOf(seller: SellerRow, result: ReturnType<typeof scoreSeller>) {
  return {
    sellerId: ids.seller.encode(seller.id),
    score: rounded(result.score),
    expectedScore: rounded(result.expected)!,
    standing: result.isNew ? ('new' as const) : ('established' as const),
    percentile: seller.percentile,
    ordersKnown: result.ordersKnown,
    explanation: explainScore(result),
  }
}

/** Problems first, then what went well; the newest of each. */
function evidenceOf(rows: readonly OutcomeRow[], kind: OutcomeKind): OutcomeRow[] {
  return rows
    .filter((row) => row.kind === kind)
    .sort(
      (a, b) =>
        Number(b.is_problem) - Number(a.is_problem) || b.known_at.getTime() - a.known_at.getTime(),
    )
    .slice(0, evidencePerKind)
}

function componentOf(component: ScoreComponent) {
  const { orders, problems } = component
  return {
    kind: component.kind,
    isScored: component.isScored,
    numerator: problems,
    denominator: orders,
    windowDays,
    weightedNumerator: thousandths(component.weightedProblems),
    weightedDenominator: thousandths(component.weightedOrders),
    rate: orders === 0 ? null : thousandths(problems / orders),
    platformRate: thousandths(component.platformRate),
    countedAs: thousandths(component.countedAs),
    countedLow: thousandths(component.low),
    countedHigh: thousandths(component.high),
    pointsLost: rounded(component.pointsLost)!,
    explanation: explainComponent(component),
  }
}

function monthOf({ month, score, expected_score, orders_known, counts }: MonthRow) {
  return {
    month,
    score,
    expectedScore: expected_score,
    ordersKnown: orders_known,
    counts: outcomeKinds.flatMap((kind) => {
      const count = counts?.[kind]
      return count ? [{ kind, numerator: count.problems, denominator: count.orders }] : []
    }),
  }
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}
