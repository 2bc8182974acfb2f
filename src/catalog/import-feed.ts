import { hash } from 'node:crypto'
import { type Database, DatabaseUnavailable, type Tx } from '../core/database.ts'
import { type SellerRow, selectSeller } from '../sellers/index.ts'
import { Categories } from './ensure-categories.ts'
import { checkProduct, duplicateSku } from './feeds/check-product.ts'
import type { ByteSource } from './feeds/decode-text.ts'
import {
  type FeedDefaults,
  FeedError,
  type FeedFormat,
  type FeedItem,
  type FeedProblem,
  RowError,
} from './feeds/feed-product.ts'
import { openFeed } from './feeds/read-feed.ts'
import { BatchWritten, type CheckedProduct, type ImportBatch, writeBatch } from './import-batch.ts'
import { unindexProducts } from './index-products.ts'
import { MetIds, met } from './met-ids.ts'
import { retireProducts, selectActiveProducts } from './queries-import-batch.ts'
import {
  bookBatch,
  finishImport,
  type ImportCounts,
  type ImportRow,
  insertProblems,
  updateFormat,
} from './queries-import-jobs.ts'
import { withTightHeap } from './tight-heap.ts'

/** Part of every digest: raise it when a change of the readers must reach products already imported. */
const digestVersion = '1'

const productsPerBatch = 500
const charactersPerBatch = 4_000_000
const problemsPerBatch = 2_000
const idsPerPage = 2_000
/** Two batches keep a second core busy; more only wait for each other. */
const batchesAtOnce = 2
const writeDeadlineMs = 60_000

/** Units on hand where a feed only says "in stock". */
export const defaultAssumedStock = 10

export interface ImportOptions {
  readonly assumedStock?: number
  /** The process answers requests, too: they wait half as long, the import takes a tenth longer. */
  readonly besideRequests?: boolean
  /** Called after each batch with the figures so far. */
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  readonly bytesRead: number
  readonly products: number
}

/**
 * Runs a claimed import to its end: reads the feed, writes it in batches while the next is read, and
 * retires what has disappeared where that was asked for. Ends with status completed or failed; throws
 * only where the database stays away, and then the import can be run again from the beginning.
 */
export async function importFeed(
  database: Database,
  row: ImportRow,
  source: ByteSource,
  options: ImportOptions = {},
): Promise<ImportRow> {
  const run = new ImportRun(database, row, await sellerOf(database, row.seller_id), options)
  return await withTightHeap(() => readToEnd(run, source))
}

async function readToEnd(run: ImportRun, source: ByteSource): Promise<ImportRow> {
  try {
    await run.read(source)
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
    return await run.fail(error)
  }
  return await run.finish()
}

class ImportRun {
  readonly #database: Database
  readonly #row: ImportRow
  readonly #options: ImportOptions
  readonly #categories: Categories
  readonly #seller: SellerRow
  readonly #met = new MetIds()
  readonly #now = new Date()
  #batch: { products: CheckedProduct[]; problems: FeedProblem[]; characters: number } = emptyBatch()
  #batches = 0
  #bytesRead = 0
  #products = 0
  /** An error without an id may hide any product, so nothing can be said to have disappeared. */
  #isBlind = false
  readonly #writing = new Set<Promise<void>>()
  #writeFailure: unknown

  constructor(database: Database, row: ImportRow, seller: SellerRow, options: ImportOptions) {
    this.#database = database
    this.#row = row
    this.#options = options
    this.#categories = new Categories(database)
    this.#seller = seller
  }

  async read(source: ByteSource): Promise<void> {
    const { currency, language, format, file_name } = this.#row
    const defaults: FeedDefaults = {
      currency,
      language,
      assumedStock: this.#options.assumedStock ?? defaultAssumedStock,
      now: this.#now,
    }
    try {
      const feed = await openFeed(this.#counted(source), defaults, {
        ...(file_name === null ? {} : { fileName: file_name }),
        ...(format === null ? {} : { format: format as FeedFormat }),
      })
      await this.#database.transaction((db) => updateFormat(db, this.#row.id, feed.format))
      for await (const item of feed.items) {
        this.#add(item)
        if (this.#isBatchFull()) await this.#flush()
      }
      await this.#flush()
    } catch (error) {
      // What a bad file holds up to the fault is kept. When the source itself dies the last batch is not
      // cut where the next run will cut it, so it must not be written.
      if (error instanceof FeedError) await this.#flush()
      throw error
    } finally {
      await this.#settle(0)
    }
  }

  async finish(): Promise<ImportRow> {
    if (this.#products === 0) {
      await this.#database.transaction((db) => this.#bookProblem(db, noProducts))
    } else if (this.#row.is_full) await this.#retireUnseen()
    return await this.#database.transaction((db) => finishImport(db, this.#row.id, null))
  }

  async fail({ problem, line }: FeedError): Promise<ImportRow> {
    const failure = { code: problem.code, detail: `${problem.reason} ${problem.fix}` }
    return await this.#database.transaction(async (db) => {
      const at: FeedProblem = {
        severity: 'error',
        line: line ?? 1,
        column: null,
        externalId: null,
        problem,
      }
      await this.#bookProblem(db, at)
      return await finishImport(db, this.#row.id, failure)
    })
  }

  /** Books a problem of the import as a whole. */
  async #bookProblem(db: Tx, problem: FeedProblem): Promise<void> {
    const isError = problem.severity === 'error'
    const counts = { ...noCounts, errors: isError ? 1 : 0, warnings: isError ? 0 : 1 }
    const known = await this.#book(db, counts)
    await insertProblems(db, this.#row.id, this.#batches + 1, [problem], known)
  }

  async #book(db: Tx, counts: ImportCounts): Promise<number> {
    const batch = { number: 0, bytesRead: this.#bytesRead }
    return (await bookBatch(db, this.#row.id, batch, counts)) ?? 0
  }

  async *#counted(source: ByteSource): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      this.#bytesRead += bytes.length
      yield bytes
    }
  }

  #add(item: FeedItem): void {
    if (!item.product) {
      this.#addProblem(item)
      return
    }
    const { line, product } = item
    const { externalId } = product
    try {
      const json = checkProduct(product)
      if (!this.#met.add(externalId, met.product)) throw duplicateProduct(externalId)
      for (const { sku } of product.variants) {
        if (!this.#met.add(sku, met.sku)) throw duplicateSku(sku)
      }
      const digest = hash('sha1', digestVersion + json, 'base64url')
      this.#batch.products.push({ line, product, json, hash: digest })
      this.#batch.characters += json.length
    } catch (error) {
      if (!(error instanceof RowError)) throw error
      const { column, problem } = error
      this.#addProblem({ severity: 'error', line, column, externalId, problem })
    }
  }

  /** A product with an error has not disappeared from the feed. */
  #addProblem(problem: FeedProblem): void {
    this.#batch.problems.push(problem)
    if (problem.severity === 'warning') return
    if (problem.externalId === null) this.#isBlind = true
    else this.#met.add(problem.externalId, met.failed)
  }

  #isBatchFull(): boolean {
    const { products, problems, characters } = this.#batch
    return (
      products.length >= productsPerBatch ||
      problems.length >= problemsPerBatch ||
      characters >= charactersPerBatch
    )
  }

  /** Starts writing the batch as soon as fewer than two are being written; reading goes on meanwhile. */
  async #flush(): Promise<void> {
    await this.#settle(batchesAtOnce - 1)
    const { products, problems } = this.#batch
    if (products.length === 0 && problems.length === 0) return
    this.#batch = emptyBatch()
    this.#batches += 1
    this.#products += products.length
    const { number, bytesRead } = { number: this.#batches, bytesRead: this.#bytesRead }
    const writing = this.#write({ number, bytesRead, products, problems })
      .catch((error: unknown) => {
        this.#writeFailure ??= error
      })
      .finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  /** Waits until no more than so many batches are being written; throws what went wrong with one. */
  async #settle(atMost: number): Promise<void> {
    while (this.#writing.size > atMost) await Promise.race(this.#writing)
    if (this.#writeFailure !== undefined) throw this.#writeFailure
  }

  async #write(batch: Omit<ImportBatch, 'categories'>): Promise<void> {
    const categories = await this.#categories.of(batch.products.map(({ product }) => product))
    const target = {
      importId: this.#row.id,
      seller: this.#seller,
      besideRequests: this.#options.besideRequests ?? false,
    }
    await retried(() =>
      this.#database.transaction(
        (db) => writeBatch(db, target, { ...batch, categories }, this.#now),
        { deadlineMs: writeDeadlineMs },
      ),
    )
    this.#options.onProgress?.({ bytesRead: batch.bytesRead, products: this.#products })
  }

  async #retireUnseen(): Promise<void> {
    if (this.#isBlind) {
      await this.#database.transaction((db) => this.#bookProblem(db, retirementSkipped))
      return
    }
    const { seller_id } = this.#row
    for (let after = ''; ; ) {
      const from = after
      const page = await this.#database.read((db) =>
        selectActiveProducts(db, seller_id, from, idsPerPage),
      )
      const gone = page.filter(
        ({ external_id: id }) => !this.#met.has(id, met.product) && !this.#met.has(id, met.failed),
      )
      if (gone.length > 0) await this.#retire(gone.map(({ id }) => id))
      if (page.length < idsPerPage) return
      after = page.at(-1)!.external_id
    }
  }

  async #retire(productIds: readonly string[]): Promise<void> {
    await this.#database.transaction(
      async (db) => {
        const retired = await retireProducts(db, productIds, this.#now)
        await unindexProducts(db, productIds)
        await this.#book(db, { ...noCounts, retired })
      },
      { deadlineMs: writeDeadlineMs },
    )
  }
}

function duplicateProduct(externalId: string): RowError {
  return new RowError('id', {
    code: 'duplicate_product',
    reason: `The product "${externalId.slice(0, 80)}" occurs earlier in the file.`,
    fix: 'State each product once, and keep the rows of one product or group together.',
  })
}

const noCounts: ImportCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  failed: 0,
  retired: 0,
  errors: 0,
  warnings: 0,
}

const noProducts: FeedProblem = {
  severity: 'warning',
  line: 1,
  column: null,
  externalId: null,
  problem: {
    code: 'no_products',
    reason: 'The file holds no product that can be imported, so nothing was changed or retired.',
    fix: 'Check that the export was complete.',
  },
}

const retirementSkipped: FeedProblem = {
  severity: 'warning',
  line: 1,
  column: null,
  externalId: null,
  problem: {
    code: 'retirement_skipped',
    reason:
      'Some rows could not be read so far that their product is known, so nothing was retired.',
    fix: 'Mend the rows with errors and import the whole file again.',
  },
}

function emptyBatch() {
  return { products: [] as CheckedProduct[], problems: [] as FeedProblem[], characters: 0 }
}

async function sellerOf(database: Database, id: string): Promise<SellerRow> {
  const seller = await database.read((db) => selectSeller(db, id))
  if (!seller) throw new Error(`an import is for a seller that is not there: ${id}`)
  return seller
}

/** Batches know whether they are written, so a lost connection is no reason to give up. */
async function retried(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write()
      return
    } catch (error) {
      if (error instanceof BatchWritten) return
      if (!(error instanceof DatabaseUnavailable) || attempt === 6) throw error
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt))
    }
  }
}
