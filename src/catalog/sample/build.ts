import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { currencyExponent } from '../../core/currency.ts'
import { type Kind, kindOf } from './kinds.ts'
import { type SampleSeller, sampleSellers } from './sellers.ts'
import { readable } from './titles.ts'

/**
 * Makes the sample catalogue from product-matching sets: `node src/catalog/sample/build.ts FOLDER`,
 * where FOLDER holds walmart-amazon, amazon-google and abt-buy as NAME.train.tsv.gz and
 * NAME.valid.tsv.gz. The same sets give the same files, byte for byte.
 */
const sets = ['walmart-amazon', 'amazon-google', 'abt-buy'] as const

/** Goods that only one of the two shops has, per shop. */
const singlesPerShop = 100

type Row = Readonly<Record<string, string>>

interface Offer {
  readonly side: 'left' | 'right'
  readonly title: string
  readonly description: string
  readonly brand: string
  readonly model: string
  readonly category: string
  readonly dollars: number | null
}

/** The same goods at one shop or at both. */
interface Goods {
  readonly number: number
  readonly left: Offer | undefined
  readonly right: Offer | undefined
}

function build(folder: string): void {
  sets.forEach((set, index) => {
    const goods = goodsOf(rowsOf(folder, set), index)
    const brands = brandsOf(goods)
    for (const side of ['left', 'right'] as const) {
      const seller = sampleSellers[index * 2 + (side === 'left' ? 0 : 1)]!
      const products = goods.flatMap((one) => productOf(one, side, seller, brands) ?? [])
      const lines = products.map((product) => `${JSON.stringify(product)}\n`).join('')
      const file = new URL(seller.file, import.meta.url)
      writeFileSync(file, gzipSync(lines, { level: 9 }))
      console.log(`${seller.name}: ${products.length} products`)
    }
  })
}

function rowsOf(folder: string, set: string): Row[] {
  return ['train', 'valid'].flatMap((part) => {
    const text = gunzipSync(readFileSync(path.join(folder, `${set}.${part}.tsv.gz`)))
    return parse(text, { columns: true, delimiter: '\t', quote: false }) as Row[]
  })
}

/** Pairs each offer with its first match; offers without one follow as goods of one shop. */
function goodsOf(rows: readonly Row[], set: number): Goods[] {
  const taken = new Set<string>()
  const pairs: Goods[] = []
  const numberOf = () => set * 10_000 + pairs.length + 1
  for (const row of rows.filter(({ label }) => label === '1')) {
    const left = offerOf(row, 'left')
    const right = offerOf(row, 'right')
    if (taken.has(keyOf(left)) || taken.has(keyOf(right))) continue
    taken.add(keyOf(left)).add(keyOf(right))
    pairs.push({ number: numberOf(), left, right })
  }
  const left = { left: 0, right: 0 }
  for (const row of rows) {
    for (const side of ['left', 'right'] as const) {
      const offer = offerOf(row, side)
      if (left[side] >= singlesPerShop || taken.has(keyOf(offer))) continue
      taken.add(keyOf(offer))
      left[side] += 1
      pairs.push({ number: numberOf(), left: undefined, right: undefined, [side]: offer })
    }
  }
  return pairs
}

function keyOf({ side, title, model }: Offer): string {
  return `${side}\n${title}\n${model}`
}

function offerOf(row: Row, side: 'left' | 'right'): Offer {
  const field = (name: string) => (row[`${side}_${name}`] ?? '').trim()
  const price = Number(field('price'))
  return {
    side,
    title: field('title') || field('name'),
    description: field('description'),
    brand: field('brand') || field('manufacturer'),
    model: field('modelno'),
    category: field('category'),
    dollars: price > 0 ? price : null,
  }
}

function productOf(
  goods: Goods,
  side: 'left' | 'right',
  seller: SampleSeller,
  brands: ReadonlySet<string>,
) {
  const offer = goods[side]
  if (!offer) return undefined
  const other = goods[side === 'left' ? 'right' : 'left']
  const kind = kindOfGoods(goods)
  const id = `${seller.file.slice(0, 2).toUpperCase()}-${String(goods.number).padStart(5, '0')}`
  const isShared = other !== undefined
  const colour = colourOf(offer.title)
  const dollars =
    offer.dollars ?? other?.dollars ?? kind.dollars * (0.6 + chance(offer.title) * 0.9)
  return {
    id,
    title: readable(offer.title).slice(0, 300),
    brand: brandOf(offer, brands) ?? (other ? brandOf(other, brands) : null),
    ...(offer.model === '' ? {} : { mpn: offer.model.toUpperCase() }),
    ...(isShared ? { gtins: [restrictedGtin(goods.number)] } : {}),
    ...(offer.description === '' ? {} : { description: readable(offer.description) }),
    categoryPath: kind.path,
    ...(colour === undefined ? {} : { attributes: { colour } }),
    hsCode: kind.hsCode,
    ...(kind.restrictions.length === 0 ? {} : { restrictions: kind.restrictions }),
    variants: [
      {
        sku: id,
        price: { amountMinor: minorOf(dollars, seller, id), currency: seller.currency },
        stock: Math.floor(chance(`stock ${id}`) * 120),
        weightGrams: Math.round(kind.grams * (0.7 + chance(`weight ${goods.number}`) * 0.6)),
      },
    ],
  }
}

/** Where shops name no brand, a first word that begins many titles is one. */
function brandOf({ brand, title }: Offer, brands: ReadonlySet<string>): string | null {
  const first = title.split(' ')[0]!
  const found = brand === '' && brands.has(first) ? first : brand
  return found === '' ? null : readable(found)
}

function brandsOf(goods: readonly Goods[]): Set<string> {
  const counts = new Map<string, number>()
  for (const offer of goods.flatMap(({ left, right }) => [left, right])) {
    const first = offer?.title.split(' ')[0] ?? ''
    if (/^[a-z][a-z-]{2,}$/.test(first)) counts.set(first, (counts.get(first) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count >= 4).map(([word]) => word))
}

/** Both offers of the same goods are of one kind. */
function kindOfGoods({ number, left, right }: Goods): Kind {
  const texts = [left, right].flatMap((one) => (one ? [`${one.category} ${one.title}`] : []))
  const isSoftware = Math.floor(number / 10_000) === sets.indexOf('amazon-google')
  return kindOf(texts.sort().join(' '), isSoftware)
}

const colours = /\b(black|white|silver|blue|red|pink|green|gray|grey|purple|orange|brown|yellow)\b/

function colourOf(title: string): string | undefined {
  return colours.exec(title)?.[1]
}

/** A price as shops write them, a little apart between sellers. */
function minorOf(dollars: number, seller: SampleSeller, id: string): number {
  const units = dollars * seller.perDollar * (0.95 + chance(`price ${id}`) * 0.1)
  const exponent = currencyExponent(seller.currency)
  if (exponent === 0) return Math.max(100, Math.round(units / 10) * 10)
  return Math.max(1, Math.round(units)) * 10 ** exponent - 1
}

/** A GTIN-13 of the range that GS1 keeps for use inside a company: it names no real product. */
function restrictedGtin(number: number): string {
  const body = `29${String(number).padStart(10, '0')}`
  const sum = [...body].reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return body + String((10 - (sum % 10)) % 10)
}

/** A number from 0 to 1 that follows from the text alone. */
function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder that holds the sets.')
build(folder)
