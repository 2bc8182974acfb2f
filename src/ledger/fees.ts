import { percent } from '../core/money.ts'

/** A dated rule of what the platform takes. */
export interface FeePolicy {
  readonly id: string
  readonly kind: 'sellerFee' | 'transactionFee' | 'serviceFee' | 'affiliateShare'
  readonly categoryId: string | null
  readonly plan: string | null
  readonly currency: string | null
  readonly basisPoints: number
  readonly fixedMinor: number
  readonly validFrom: Date
  readonly validUntil: Date | null
}

/** One line's goods and where it stands in the category tree. */
export interface FeeLine {
  readonly goodsMinor: number
  /** The line's category first, then its parents up to the root. */
  readonly categoryIds: readonly string[]
}

export interface FeeBasis {
  readonly at: Date
  readonly currency: string
  readonly plan: string | null
  readonly lines: readonly FeeLine[]
  readonly shippingMinor: number
}

export interface SellerFees {
  readonly sellerFeeMinor: number
  readonly transactionFeeMinor: number
}

/**
 * What is taken from a seller for one part of an order: the seller fee on goods by category, the
 * transaction fee on goods and shipping. Each policy's share is rounded once per part, half to even,
 * and both together never exceed what the seller gets.
 */
export function sellerFeesOf(policies: readonly FeePolicy[], basis: FeeBasis): SellerFees {
  const goodsMinor = basis.lines.reduce((all, line) => all + line.goodsMinor, 0)
  const earned = goodsMinor + basis.shippingMinor
  const sellerFeeMinor = Math.min(earned, feeByCategory(policies, 'sellerFee', basis))
  const policy = policyFor(policies, 'transactionFee', basis, [])
  const transactionFeeMinor = Math.min(
    earned - sellerFeeMinor,
    feeOf(policy, earned, basis.currency),
  )
  return { sellerFeeMinor, transactionFeeMinor }
}

/**
 * What a seller gives of one part to the affiliate who brought the buyer: on goods by category, out of
 * what its fees leave. Nothing until the operator adds a policy.
 */
export function affiliateShareOf(
  policies: readonly FeePolicy[],
  basis: FeeBasis,
  { sellerFeeMinor, transactionFeeMinor }: SellerFees,
): number {
  const goodsMinor = basis.lines.reduce((all, line) => all + line.goodsMinor, 0)
  const left = goodsMinor + basis.shippingMinor - sellerFeeMinor - transactionFeeMinor
  return Math.min(left, feeByCategory(policies, 'affiliateShare', basis))
}

/** The fee the payer sees on one seller's part, on its goods. */
export function serviceFeeOf(
  policies: readonly FeePolicy[],
  basis: Pick<FeeBasis, 'at' | 'currency'> & { readonly goodsMinor: number },
): number {
  const policy = policyFor(policies, 'serviceFee', { ...basis, plan: null }, [])
  return feeOf(policy, basis.goodsMinor, basis.currency)
}

function feeByCategory(
  policies: readonly FeePolicy[],
  kind: FeePolicy['kind'],
  basis: FeeBasis,
): number {
  const bases = new Map<FeePolicy, number>()
  for (const line of basis.lines) {
    const policy = policyFor(policies, kind, basis, line.categoryIds)
    if (policy) bases.set(policy, (bases.get(policy) ?? 0) + line.goodsMinor)
  }
  let total = 0
  for (const [policy, base] of bases) total += feeOf(policy, base, basis.currency)
  return total
}

/** The policy in force: the seller's plan before any, the nearest category, the currency, the latest. */
export function policyFor(
  policies: readonly FeePolicy[],
  kind: FeePolicy['kind'],
  basis: Pick<FeeBasis, 'at' | 'currency' | 'plan'>,
  categoryIds: readonly string[],
): FeePolicy | undefined {
  return policies
    .filter(
      (policy) =>
        policy.kind === kind &&
        policy.validFrom <= basis.at &&
        (policy.validUntil === null || policy.validUntil > basis.at) &&
        (policy.plan === null || policy.plan === basis.plan) &&
        (policy.currency === null || policy.currency === basis.currency) &&
        (policy.categoryId === null || categoryIds.includes(policy.categoryId)),
    )
    .sort(
      (a, b) =>
        Number(b.plan !== null) - Number(a.plan !== null) ||
        distance(a, categoryIds) - distance(b, categoryIds) ||
        Number(b.currency !== null) - Number(a.currency !== null) ||
        +b.validFrom - +a.validFrom,
    )[0]
}

function distance(policy: FeePolicy, categoryIds: readonly string[]): number {
  return policy.categoryId === null ? categoryIds.length : categoryIds.indexOf(policy.categoryId)
}

function feeOf(policy: FeePolicy | undefined, baseMinor: number, currency: string): number {
  if (policy === undefined || baseMinor <= 0) return 0
  const share = percent({ amountMinor: baseMinor, currency }, policy.basisPoints).amountMinor
  return share + policy.fixedMinor
}
