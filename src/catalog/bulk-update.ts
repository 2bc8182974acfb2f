import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import { refreshOffers } from './index-products.ts'
import { actingSeller, requireLive, sellerInput } from './own-seller.ts'
import { lockVariants, type OwnVariant, touchProducts } from './queries-stock.ts'

const maxBulkItems = 250

/** What every bulk operation takes: items of one seller. */
export function bulkInput<T extends Type.TSchema>(item: T) {
  return Type.Object(
    {
      seller: Type.Optional(sellerInput),
      items: Type.Array(item, { minItems: 1, maxItems: maxBulkItems }),
    },
    { additionalProperties: false },
  )
}

interface Item {
  readonly sku: string
}

/** What to do with one item: the change, nothing to do, or why it cannot be done. */
export type Judgement<C> =
  | { readonly kind: 'change'; readonly change: C }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'problem'; readonly problem: { code: string; message: string } }

export interface BulkResult {
  updated: number
  unchanged: number
  failed: number
  items: {
    sku: string
    status: 'updated' | 'unchanged' | 'failed'
    variantId: string | null
    problem: { code: string; message: string } | null
  }[]
}

/**
 * Judges each item by itself against the seller's variant of that SKU, writes the changes together and
 * brings the search index up to date, all in the operation's transaction.
 */
export async function bulkUpdate<I extends Item, C>(
  { db, caller, now }: Pick<Context, 'db' | 'caller' | 'now'>,
  seller: string | undefined,
  items: readonly I[],
  judge: (item: I, variant: OwnVariant) => Judgement<C>,
  write: (changes: readonly C[]) => Promise<void>,
): Promise<BulkResult> {
  requireLive(caller)
  const { id } = await actingSeller(db, caller, seller)
  const variants = await lockVariants(db, id, [...new Set(items.map(({ sku }) => sku))])
  const bySku = new Map(variants.map((variant) => [variant.sku, variant]))
  const changes: C[] = []
  const productIds = new Set<string>()
  const met = new Set<string>()
  const results = items.map((item) => {
    const variant = bySku.get(item.sku)
    const judgement: Judgement<C> = variant
      ? judgeOnce(item, variant, met, judge)
      : unknownSku(item.sku)
    if (judgement.kind === 'change' && variant) {
      changes.push(judgement.change)
      productIds.add(variant.product_id)
    }
    return resultOf(item.sku, variant, judgement)
  })
  if (changes.length > 0) {
    await write(changes)
    await touchProducts(db, [...productIds], now)
    await refreshOffers(db, [...productIds])
  }
  const count = (status: string) => results.filter((result) => result.status === status).length
  return {
    updated: count('updated'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    items: results,
  }
}

function judgeOnce<I extends Item, C>(
  item: I,
  variant: OwnVariant,
  met: Set<string>,
  judge: (item: I, variant: OwnVariant) => Judgement<C>,
): Judgement<C> {
  if (met.has(item.sku)) {
    const message = `The SKU "${item.sku}" occurs earlier in the request: state it once.`
    return { kind: 'problem', problem: { code: 'duplicate_sku', message } }
  }
  met.add(item.sku)
  return judge(item, variant)
}

function unknownSku(sku: string): Judgement<never> {
  const message = `The seller has no variant with the SKU "${sku}": import the product first.`
  return { kind: 'problem', problem: { code: 'unknown_sku', message } }
}

function resultOf<C>(sku: string, variant: OwnVariant | undefined, judgement: Judgement<C>) {
  const variantId = variant ? ids.variant.encode(variant.id) : null
  if (judgement.kind === 'problem') {
    return { sku, status: 'failed' as const, variantId, problem: judgement.problem }
  }
  const status = judgement.kind === 'change' ? ('updated' as const) : ('unchanged' as const)
  return { sku, status, variantId, problem: null }
}
