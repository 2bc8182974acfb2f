import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { deferTerms, selectIndexed } from '../search/index.ts'
import type { KnownCategory } from './ensure-categories.ts'
import type { FeedProblem, FeedProduct } from './feeds/feed-product.ts'
import { indexProducts, refreshOffers, unindexProducts } from './index-products.ts'
import {
  planForGrowth,
  replaceTexts,
  retireEmptied,
  retireOtherVariants,
  selectKnownProducts,
  selectVariantIds,
  upsertProducts,
  upsertStock,
  upsertVariants,
  type VariantLine,
} from './queries-import-batch.ts'
import {
  bookBatch,
  type ImportCounts,
  insertProblems,
  isBatchWritten,
} from './queries-import-jobs.ts'
import { makeSearchEntries, type WrittenProduct } from './search-entries.ts'

/** A product that passed the checks, with the digest of what the feed says. */
export interface CheckedProduct {
  readonly line: number
  readonly product: FeedProduct
  /** The product as `checkProduct` wrote it. */
  readonly json: string
  readonly hash: string
}

/** What is written in one transaction. Batches of one file are always cut at the same places. */
export interface ImportBatch {
  readonly number: number
  readonly bytesRead: number
  readonly products: readonly CheckedProduct[]
  /** The category of each product. */
  readonly categories: readonly (KnownCategory | null)[]
  readonly problems: readonly FeedProblem[]
}

interface Target {
  readonly importId: string
  readonly besideRequests: boolean
  readonly seller: { readonly id: string; readonly country: string | null }
}

type ChangedProduct = CheckedProduct & Omit<WrittenProduct, 'variantIds' | 'isIndexed'>

/** Products analysed before requests have their turn, and where only the import itself waits. */
const productsAtOnce = { besideRequests: 10, alone: 100 }

/** Writes a batch and books it; does nothing where it is written already. */
export async function writeBatch(
  db: Tx,
  target: Target,
  batch: ImportBatch,
  now: Date,
): Promise<void> {
  if (await isBatchWritten(db, target.importId, batch.number)) return
  await Promise.all([planForGrowth(db), ...(target.besideRequests ? [] : [deferTerms(db)])])
  const { changed, unchanged } = await sortOut(db, target, batch, now)
  const retired = changed.length > 0 ? await writeProducts(db, target, changed, now) : 0
  const counts = { ...countsOf(changed, unchanged, batch.problems), retired }
  const known = await bookBatch(db, target.importId, batch, counts)
  if (known === null) throw new BatchWritten()
  await insertProblems(db, target.importId, batch.number, batch.problems, known)
}

/** Somebody else wrote the same batch at the same time; this transaction is undone. */
export class BatchWritten extends Error {
  override readonly name = 'BatchWritten'
}

/** Splits a batch into what the catalogue must change and what it says already. */
async function sortOut(db: Tx, { seller }: Target, batch: ImportBatch, now: Date) {
  const externalIds = batch.products.map(({ product }) => product.externalId)
  const known = await selectKnownProducts(db, seller.id, externalIds)
  const byId = new Map(known.map((row) => [row.external_id, row]))
  const changed: ChangedProduct[] = []
  batch.products.forEach((checked, index) => {
    const { externalId, status } = checked.product
    const row = byId.get(externalId)
    if (row?.content_hash === checked.hash && row.status === status) return
    changed.push({
      ...checked,
      id: row?.id ?? newId(),
      sellerId: seller.id,
      isNew: row === undefined,
      category: batch.categories[index] ?? null,
      ratingAverage: row?.rating_average ?? null,
      ratingCount: row?.rating_count ?? 0,
      soldCount: row?.sold_count ?? 0,
      createdAt: row?.created_at ?? now,
    })
  })
  return { changed, unchanged: batch.products.length - changed.length }
}

/** The stored ids of the SKUs that are there, new ones for the others, and the products that lose theirs. */
async function variantIdsOf(db: Tx, { seller }: Target, products: readonly ChangedProduct[]) {
  const skus = products.flatMap(({ product }) => product.variants.map(({ sku }) => sku))
  const rows = await selectVariantIds(db, seller.id, skus)
  const variantIds = new Map(rows.map(({ sku, id }) => [sku, id]))
  const known = new Set(variantIds.keys())
  for (const sku of skus) if (!variantIds.has(sku)) variantIds.set(sku, newId())
  const own = new Set(products.map(({ id }) => id))
  const losers = new Set(rows.map((row) => row.product_id).filter((id) => !own.has(id)))
  return { variantIds, known, losers: [...losers] }
}

/** Writes products with all that belongs to them; answers how many others it retired for want of variants. */
async function writeProducts(
  db: Tx,
  target: Target,
  products: readonly ChangedProduct[],
  now: Date,
): Promise<number> {
  const { seller } = target
  const changedIds = products.filter(({ isNew }) => !isNew).map(({ id }) => id)
  const [{ variantIds, known, losers }, indexed] = await Promise.all([
    variantIdsOf(db, target, products),
    selectIndexed(db, changedIds),
  ])
  const written = products.map((one) => ({
    ...one,
    // A variant that another product had keeps what is known of it.
    isNew: one.isNew && one.product.variants.every(({ sku }) => !known.has(sku)),
    isIndexed: indexed.has(one.id),
    variantIds: one.product.variants.map(({ sku }) => variantIds.get(sku)!),
  }))
  const active = written.filter(({ product }) => product.status === 'active')
  const variants = products.flatMap((one) => variantLines(one, variantIds))
  const texts = products.flatMap(textRows)
  // The statements go one after another on one connection, without waiting for each other's answer.
  const [entries] = await Promise.all([
    makeSearchEntries(
      active,
      seller,
      productsAtOnce[target.besideRequests ? 'besideRequests' : 'alone'],
    ),
    upsertProducts(db, seller.id, products.map(productRow), now),
    upsertVariants(db, seller.id, variants, now),
    upsertStock(
      db,
      variants.map(({ id }) => id),
      variants.map(({ variant }) => variant.stock),
      now,
    ),
    retireOtherVariants(
      db,
      changedIds,
      variants.map(({ id }) => id),
    ),
    replaceTexts(db, changedIds, texts.length > 0 ? JSON.stringify(texts) : null),
  ])
  await indexProducts(db, written, entries)
  const emptied = await retireEmptied(db, losers, now)
  await unindexProducts(db, emptied)
  await refreshOffers(
    db,
    losers.filter((id) => !emptied.includes(id)),
  )
  return emptied.length
}

function productRow({ id, json, hash, category }: ChangedProduct) {
  return { id, json, contentHash: hash, categoryId: category?.ids.at(-1) ?? null }
}

function variantLines(
  { id: productId, product }: ChangedProduct,
  variantIds: ReadonlyMap<string, string>,
): VariantLine[] {
  return product.variants.map((variant, position) => {
    return { id: variantIds.get(variant.sku)!, productId, position, variant }
  })
}

function textRows({ id, product }: ChangedProduct) {
  const byLanguage = new Map(product.texts.map((text) => [text.language, text]))
  return [...byLanguage.values()].map(({ language, title, description }) => ({
    product_id: id,
    language,
    title,
    description,
  }))
}

function countsOf(
  products: readonly ChangedProduct[],
  unchanged: number,
  problems: readonly FeedProblem[],
): Omit<ImportCounts, 'retired'> {
  const created = products.filter(({ isNew }) => isNew).length
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return {
    created,
    updated: products.length - created,
    unchanged,
    failed: errors,
    errors,
    warnings: problems.length - errors,
  }
}
