import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { insertDecision, insertSeller, type SellerRow, selectSellerBySlug } from './queries.ts'
import { slugOf } from './slug.ts'

export interface SellerWish {
  readonly name: string
  readonly currency: string
  readonly accountId?: string | null
  readonly country?: string
  readonly handlingDays?: number
}

/**
 * The seller of that name, made and vetted at once where there is none: for the operator's imports.
 * Throws a RangeError for a name without a letter or digit.
 */
export async function ensureSeller(db: Tx, wish: SellerWish, now: Date): Promise<SellerRow> {
  const slug = slugOf(wish.name)
  if (slug === '') throw new RangeError('A seller name needs a letter or a digit.')
  const found = await selectSellerBySlug(db, slug)
  if (found) return found
  const made = await insertSeller(db, {
    id: newId(),
    account_id: wish.accountId ?? null,
    name: wish.name.trim(),
    slug,
    currency: wish.currency,
    status: 'vetted',
    ...(wish.country === undefined ? {} : { country: wish.country }),
    ...(wish.handlingDays === undefined ? {} : { handling_days: wish.handlingDays }),
  })
  if (!made) return (await selectSellerBySlug(db, slug))!
  const decision = { id: newId(), status: made.status, reason: 'Imported by the operator.' }
  await insertDecision(db, { ...decision, sellerId: made.id, decided_by: null, decided_at: now })
  return made
}

/** The seller of that name, or undefined. */
export async function findSellerByName(db: Tx, name: string): Promise<SellerRow | undefined> {
  return await selectSellerBySlug(db, slugOf(name))
}
