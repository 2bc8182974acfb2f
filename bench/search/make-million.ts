import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/**
 * `node bench/search/make-million.ts FROM.jsonl[.gz] TO.jsonl [ROWS]`: a catalogue of a million
 * products made by varying real ones: brands, colours, numbers and model numbers change from copy to
 * copy, so that words are spread as in a larger catalogue and not merely repeated.
 */
interface Row {
  id: string
  title: string
  brand?: string
  mpn?: string
  gtins?: string[]
  variants: { sku: string; price: { amountMinor: number } }[]
}

const colours = 'black white red blue green grey silver yellow pink orange purple brown'.split(' ')
const [from, to, rows = '1000000'] = process.argv.slice(2)
if (!from || !to) {
  console.error('usage: node bench/search/make-million.ts FROM.jsonl[.gz] TO.jsonl [ROWS]')
  process.exit(1)
}

const originals = await readRows(from)
const brands = [...new Set(originals.flatMap(({ brand }) => brand ?? []))]
const out = createWriteStream(to)
const wanted = Number(rows)
for (let n = 0; n < wanted; n++) {
  const row = originals[n % originals.length]!
  const copy = Math.floor(n / originals.length)
  if (!out.write(`${JSON.stringify(copy === 0 ? row : varied(row, copy))}\n`))
    await once(out, 'drain')
}
out.end()
await once(out, 'finish')
console.error(`${wanted} rows, made from ${originals.length}`)

async function readRows(file: string): Promise<Row[]> {
  const raw = createReadStream(file)
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw
  const found: Row[] = []
  let rest = ''
  // Not by readline, which takes U+2028 inside a text for the end of a line.
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') found.push(JSON.parse(line))
  }
  if (rest !== '') found.push(JSON.parse(rest))
  return found
}

function varied(row: Row, copy: number): Row {
  const seed = hash(`${row.id}/${copy}`)
  const brand = row.brand && brands.length > 0 ? brands[seed % brands.length]! : row.brand
  const mpn = row.mpn ? varyDigits(row.mpn, seed) : row.mpn
  let title = row.title.replaceAll(/\b\w*\d\w*\b/g, (word) => varyDigits(word, seed))
  if (row.brand && brand) title = title.replace(row.brand, brand)
  title = title.replaceAll(/\b[A-Za-z]+\b/g, (word) =>
    colours.includes(word.toLowerCase()) ? colours[(seed >>> 3) % colours.length]! : word,
  )
  return {
    ...row,
    id: `${row.id}-${copy}`,
    title,
    ...(brand === undefined ? {} : { brand }),
    ...(mpn === undefined ? {} : { mpn }),
    gtins: [],
    variants: row.variants.map((variant) => ({
      ...variant,
      sku: `${variant.sku}-${copy}`,
      price: {
        ...variant.price,
        amountMinor: Math.max(1, Math.round(variant.price.amountMinor * (0.6 + (seed % 80) / 100))),
      },
    })),
  }
}

function varyDigits(text: string, seed: number): string {
  let state = seed
  return text.replaceAll(/\d/g, (digit) => {
    state = Math.imul(state ^ 0x9e3779b9, 0x85ebca6b) >>> 0
    return String((Number(digit) + (state >>> 13)) % 10)
  })
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}
