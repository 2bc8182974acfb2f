import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Enum, Id, Nullable, Timestamp } from '../core/schema.ts'
import type { OutcomeRow } from './queries-outcomes.ts'
import { outcomeKinds } from './reliability-score.ts'

export const OutcomeKind = Enum(outcomeKinds, {
  $id: 'OutcomeKind',
  description:
    'What is judged: `cancellation` by the seller or for want of stock, `handover` after the ship-by time, late `delivery` after a punctual hand-over (the carrier’s, shown and not scored), `goods` that a bad review or an upheld dispute found wanting.',
})

export const SellerOutcome = Type.Object(
  {
    sellerOrderId: Id('sellerOrder'),
    orderId: Nullable(Id('order')),
    kind: OutcomeKind,
    isProblem: Type.Boolean(),
    reason: Type.String({
      description: 'Such as `shipByPassed`, `handedOverInTime`, `outOfStock`, `disputeUpheld`.',
    }),
    knownAt: Timestamp,
    isTest: Type.Boolean({ description: 'One of your own test orders; nobody else sees it.' }),
    excusedAt: Nullable(Timestamp),
    excuse: Nullable(Type.String({ description: 'Why the operator took it out of the score.' })),
  },
  {
    $id: 'SellerOutcome',
    additionalProperties: false,
    description:
      'One piece of evidence: what became known of the seller’s part of one order. `orderId` is told to the order’s buyer, its seller and the operator.',
  },
)

const Rate = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })

export const ReliabilityComponent = Type.Object(
  {
    kind: OutcomeKind,
    isScored: Type.Boolean({ description: 'False for what is shown as evidence only.' }),
    numerator: Type.Integer({ description: 'Orders with the problem, within the window.' }),
    denominator: Type.Integer({ description: 'Orders of which it is known, within the window.' }),
    windowDays: Type.Integer({ description: 'How far back orders are counted.' }),
    weightedNumerator: Type.Number({
      description: 'The same, each weighing half per 90 days of age.',
    }),
    weightedDenominator: Type.Number(),
    rate: Nullable(Rate('Numerator by denominator; null while nothing is known.')),
    platformRate: Rate('The weighted rate of all sellers together.'),
    countedAs: Rate('The seller’s weighted rate with ten average orders added: what counts.'),
    countedLow: Rate('Lower end of the 90 % band of `countedAs`.'),
    countedHigh: Rate('Upper end of it.'),
    pointsLost: Type.Number({ description: 'What it takes off 100.' }),
    explanation: Type.String(),
    evidence: Type.Array(SellerOutcome, {
      description:
        'The newest problems, then the newest good outcomes; the rest is a list of its own.',
    }),
  },
  { $id: 'ReliabilityComponent', additionalProperties: false },
)

export const ReliabilityMonth = Type.Object(
  {
    month: Type.String({ pattern: '^\\d{4}-\\d{2}$', examples: ['2026-11'] }),
    score: Nullable(Type.Number()),
    expectedScore: Type.Number(),
    ordersKnown: Type.Integer(),
    counts: Type.Array(
      Type.Object(
        {
          kind: OutcomeKind,
          numerator: Type.Integer(),
          denominator: Type.Integer(),
        },
        { $id: 'ReliabilityCount', additionalProperties: false },
      ),
      { description: 'Problems and orders of the month alone.' },
    ),
  },
  {
    $id: 'ReliabilityMonth',
    additionalProperties: false,
    description: 'The score as it stood at the end of a month, or stands in the running one.',
  },
)

export const SellerReliability = Type.Object(
  {
    sellerId: Id('seller'),
    score: Nullable(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description:
          'Expected share of orders without a problem by the seller, 0 to 100; null for a new seller.',
      }),
    ),
    expectedScore: Type.Number({ minimum: 0, maximum: 100 }),
    standing: Enum(['new', 'established'] as const, {
      $id: 'SellerStanding',
      description: 'A seller is new while fewer than five of its orders are known.',
    }),
    percentile: Nullable(Type.Number({ minimum: 0, maximum: 100 })),
    ordersKnown: Type.Integer(),
    explanation: Type.String({ description: 'The score in a sentence or two.' }),
    asOf: Timestamp,
    components: Type.Array(ReliabilityComponent),
    history: Type.Array(ReliabilityMonth, { description: 'Newest first, up to 24 months.' }),
  },
  {
    $id: 'SellerReliability',
    additionalProperties: false,
    description:
      'The chance that an order goes without a problem by the seller: 100 × (1 − cancellation) × (1 − late hand-over) × (1 − bad goods). Each order gets at most one cause.',
  },
)
export type SellerReliability = Type.Static<typeof SellerReliability>

/** An outcome for a reader who may or may not know the order. */
export function outcomeOf(
  row: OutcomeRow,
  isOrderShown: boolean,
): Type.Static<typeof SellerOutcome> {
  return {
    sellerOrderId: ids.sellerOrder.encode(row.seller_order_id),
    orderId: isOrderShown ? ids.order.encode(row.order_id) : null,
    kind: row.kind,
    isProblem: row.is_problem,
    reason: row.reason,
    knownAt: row.known_at.toISOString(),
    isTest: row.mode === 'test',
    excusedAt: row.excused_at?.toISOString() ?? null,
    excuse: row.excuse,
  }
}
