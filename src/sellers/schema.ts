import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { Country, Currency, Enum, Id, Language, Nullable, Text, Timestamp } from '../core/schema.ts'
import type { DecisionRow, SellerRow } from './queries.ts'
import { sellerPlans, sellerStatuses } from './tables.ts'

export const SellerStatus = Enum(sellerStatuses, {
  $id: 'SellerStatus',
  description:
    'Only vetted sellers sell. An applicant waits for the operator; a suspended seller keeps its open orders and sells nothing new.',
})

export const SellerPlan = Enum(sellerPlans, {
  $id: 'SellerPlan',
  description: 'What the seller pays for its place on the platform.',
})

export const Score = Type.Number({ minimum: 0, maximum: 100 })

export const TraderIdentity = Type.Object(
  {
    legalName: Text({ minLength: 1, maxLength: 200 }),
    registrationNumber: Nullable(
      Text({ maxLength: 100, description: 'Number in the trade register or a like register.' }),
    ),
    address: Text({ minLength: 1, maxLength: 500, description: 'Postal address, one line.' }),
    email: Text({ minLength: 3, maxLength: 254 }),
    phone: Nullable(Text({ maxLength: 32, description: 'E.164, such as +4930123456.' })),
    selfCertifiedAt: Nullable(Timestamp),
  },
  {
    $id: 'TraderIdentity',
    additionalProperties: false,
    description:
      'Who stands behind the shop, as buyers must be able to see. `selfCertifiedAt` is when the seller undertook to offer only lawful goods.',
  },
)

export const Seller = Type.Object(
  {
    id: Id('seller'),
    name: Type.String(),
    description: Nullable(Type.String()),
    country: Nullable(Country),
    currency: Currency,
    languages: Type.Array(Language, { description: 'Languages in which it answers.' }),
    status: SellerStatus,
    website: Nullable(Type.String()),
    identity: Nullable(TraderIdentity),
    acceptanceHours: Type.Integer({
      description: 'Hours the seller has to accept an order before it is rejected by itself.',
    }),
    isAutoAccepting: Type.Boolean({ description: 'Whether its orders are accepted at once.' }),
    handlingDays: Type.Integer({ description: 'Days from payment to hand-over to a carrier.' }),
    plan: SellerPlan,
    score: Nullable(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Reliability, 0 to 100; null while fewer than five orders are known.',
      }),
    ),
    expectedScore: Type.Number({
      minimum: 0,
      maximum: 100,
      description:
        'The same for every seller: a new one is expected to be like the others. Filters and ranking use it.',
    }),
    percentile: Nullable(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Share of scored sellers that this one is at least as good as.',
      }),
    ),
    isNew: Type.Boolean({ description: 'Whether fewer than five of its orders are known.' }),
    ordersKnown: Type.Integer({ description: 'Orders of the last twelve months with an outcome.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  },
  { $id: 'Seller', additionalProperties: false, description: 'Whoever sells on the platform.' },
)
export type Seller = Type.Static<typeof Seller>

export const SellerDecision = Type.Object(
  {
    status: SellerStatus,
    reason: Nullable(Type.String()),
    decidedAt: Timestamp,
    isByPlatform: Type.Boolean({ description: 'Set by the platform itself, not by a person.' }),
  },
  {
    $id: 'SellerDecision',
    additionalProperties: false,
    description: 'What a seller became, when and why.',
  },
)

/** What a seller may state about itself; spread into the inputs that create and update one. */
export const sellerDetails = {
  description: Type.Optional(Nullable(Text({ maxLength: 2000 }))),
  country: Type.Optional(Country),
  languages: Type.Optional(Type.Array(Language, { maxItems: 20, uniqueItems: true })),
  website: Type.Optional(
    Nullable(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        maxLength: 500,
        examples: ['https://example.com'],
      }),
    ),
  ),
  contactEmail: Type.Optional(
    Nullable(Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', maxLength: 254 })),
  ),
  identity: Type.Optional(TraderIdentity),
  acceptanceHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 240 })),
  isAutoAccepting: Type.Optional(Type.Boolean()),
  handlingDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
}

export function sellerOf(row: SellerRow): Seller {
  return {
    id: ids.seller.encode(row.id),
    name: row.name,
    description: row.description,
    country: row.country,
    currency: row.currency,
    languages: row.languages,
    status: row.status,
    website: row.website,
    identity: row.identity,
    acceptanceHours: row.acceptance_hours,
    isAutoAccepting: row.is_auto_accepting,
    handlingDays: row.handling_days,
    plan: row.plan,
    score: rounded(row.score),
    expectedScore: rounded(row.expected_score)!,
    percentile: rounded(row.percentile),
    isNew: row.score === null,
    ordersKnown: row.orders_known,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

export function decisionOf(row: DecisionRow): Type.Static<typeof SellerDecision> {
  return {
    status: row.status,
    reason: row.reason,
    decidedAt: row.decided_at.toISOString(),
    isByPlatform: row.decided_by === null,
  }
}

/** Scores are shown to a tenth: more would claim more than the evidence holds. */
export function rounded(score: number | null): number | null {
  return score === null ? null : Math.round(score * 10) / 10
}
