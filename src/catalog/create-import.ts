import { Readable } from 'node:stream'
import Type from 'typebox'
import type { Caller } from '../core/context.ts'
import { requireCurrency } from '../core/currency.ts'
import type { Database, Tx } from '../core/database.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Currency, Language, Text } from '../core/schema.ts'
import { ensureSeller, type SellerRow } from '../sellers/index.ts'
import { importOf } from './import-of.ts'
import { actingSeller, requireLive, sellerInput } from './own-seller.ts'
import { type Owner, receiveUpload } from './receive-upload.ts'
import { FeedFormatName, Import } from './schema.ts'

export const createImport = defineOperation({
  name: 'createImport',
  tag: 'imports',
  summary: 'Import a feed',
  description: [
    'The body is the file itself, plain or gzip, of any size; it is taken in as a stream and imported in the background. Read the progress from the import and what was wrong from its errors.',
    'Products are known by seller and id, variants by seller and SKU: importing a feed again updates what changed and touches nothing else. With `full`, products that the file does not name are retired.',
    'The format is told from the file; a file of another kind is refused before anything is written.',
    'JSON Lines holds one product a line: `id` (becomes `externalId`), `title`, `description`, `brand`, `mpn`, `gtins`, `categoryPath`, `attributes`, `images`, `language`, `texts`, `condition`, `status`, `hsCode`, `originCountry`, `shipsFrom`, `restrictions` and `variants`, each with `sku`, `price { amountMinor, currency }`, `compareAtPrice`, `stock`, `options`, `gtin`, `mpn`, `weightGrams`, `lengthMm`, `widthMm` and `heightMm`. A product without variants states these itself. Further fields are reported, not imported.',
  ].join('\n\n'),
  http: 'POST /v1/imports',
  status: 202,
  scope: 'products:write',
  input: Type.Object(
    {
      seller: Type.Optional({
        ...sellerInput,
        description:
          'Id or name of the seller; a key bound to a seller needs none. A name that is new makes a vetted seller if the operator asks.',
      }),
      format: Type.Optional(FeedFormatName),
      full: Type.Optional(
        Type.Boolean({ description: 'Retire products that the file does not name.' }),
      ),
      fileName: Type.Optional(Text({ maxLength: 200, description: 'For your own records.' })),
      currency: Type.Optional({
        ...Currency,
        description: 'Of prices that carry none; the seller’s own where it is left out.',
      }),
      language: Type.Optional({ ...Language, description: 'Of texts that carry none.' }),
    },
    { additionalProperties: false },
  ),
  output: Import,
  errors: ['feed_refused', 'not_found', 'forbidden'],
  cost: 20,
  upload: [
    'text/csv',
    'text/tab-separated-values',
    'text/plain',
    'text/xml',
    'application/xml',
    'application/rss+xml',
    'application/atom+xml',
    'application/jsonl',
    'application/x-ndjson',
    'application/x-jsonlines',
    'application/gzip',
    'application/x-gzip',
    'application/octet-stream',
  ],
  ownTransactions: true,
  restOnly: 'GraphQL has no uploads; send the file over REST.',
  async handle({ database, caller, body }, input) {
    requireLive(caller)
    const { format, full = false, fileName, language = 'en' } = input
    if (input.currency !== undefined) requireCurrency(input.currency)
    const ownerOf = await ownerFinder(database, caller, input)
    const wish = { format, fileName, isFull: full, language }
    const bytes = (body ?? Readable.from([])) as Readable
    return importOf(await receiveUpload(database, wish, ownerOf, bytes))
  },
})

interface Named {
  readonly seller?: string
  readonly currency?: string
}

/** Who the import is for. A seller that the operator names first is made with it, not before it. */
async function ownerFinder(
  database: Database,
  caller: Caller,
  { seller: named, currency }: Named,
): Promise<(db: Tx) => Promise<Owner>> {
  const owner = ({ id, currency: own }: SellerRow) => ({ sellerId: id, currency: currency ?? own })
  if (named !== undefined && mayBeNew(caller, named)) {
    const wish = { name: named, currency: currency ?? 'USD' }
    return async (db) => owner(await ensureSeller(db, wish, new Date()))
  }
  const seller = await database.read((db) => actingSeller(db, caller, named))
  return async () => owner(seller)
}

function mayBeNew(caller: Caller, named: string): boolean {
  const isId = ids.seller.tryDecode(named) !== undefined
  return caller.isOperator && !isId && /[\p{L}\p{N}]/u.test(named)
}
