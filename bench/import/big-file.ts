import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

type Product = Record<string, unknown> & { id: string; variants?: Record<string, unknown>[] }

/** Writes a JSON Lines feed of `rows` products: those of the catalogues over and over with ids of their own. */
export async function writeBigFile(
  file: string,
  catalogues: readonly string[],
  rows: number,
): Promise<void> {
  const products = await readAll(catalogues)
  async function* lines() {
    for (let row = 0; row < rows; row += 1) {
      yield `${JSON.stringify(renamed(products[row % products.length]!, row))}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}

async function readAll(catalogues: readonly string[]): Promise<Product[]> {
  const products: Product[] = []
  for (const catalogue of catalogues) {
    const bytes = createReadStream(catalogue)
    const text = catalogue.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
    for await (const line of createInterface({ input: text })) {
      if (line !== '') products.push(JSON.parse(line))
    }
  }
  return products
}

function renamed(product: Product, row: number): Product {
  const variants = product.variants?.map((variant, i) => ({ ...variant, sku: `${row}-${i}` }))
  return {
    ...product,
    id: `${product.id}-${row}`,
    ...(variants ? { variants } : { sku: `${row}` }),
  }
}
