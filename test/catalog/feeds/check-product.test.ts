import t from 'tap'
import { bounds, checkProduct } from '../../../src/catalog/feeds/check-product.ts'
import type { FeedProduct } from '../../../src/catalog/feeds/feed-product.ts'
import { fixture, readAll, refusal } from './read.ts'

async function sample(change: (product: FeedProduct) => void): Promise<FeedProduct> {
  const { products } = await readAll(fixture('products.jsonl'))
  change(products[0]!)
  return products[0]!
}

t.test('what the fixtures hold is sound', async (t) => {
  for (const name of ['products.jsonl', 'shopify.csv', 'google.tsv', 'google-rss.xml']) {
    for (const product of (await readAll(fixture(name))).products) {
      t.doesNotThrow(() => checkProduct(product))
    }
  }
})

const refusals: [string, string, (product: FeedProduct) => void][] = [
  [
    'field_missing',
    'title',
    (p) => {
      p.title = ''
    },
  ],
  [
    'field_too_long',
    'title',
    (p) => {
      p.title = 'x'.repeat(bounds.title + 1)
    },
  ],
  [
    'field_too_long',
    'description',
    (p) => {
      p.description = 'x'.repeat(bounds.description + 1)
    },
  ],
  [
    'nul_character',
    'title',
    (p) => {
      p.title = 'a\0b'
    },
  ],
  [
    'nul_character',
    'attributes',
    (p) => {
      p.attributes[0]!.value = 'a\0b'
    },
  ],
  [
    'invalid_encoding',
    'description',
    (p) => {
      p.description = 'caf\ufffd'
    },
  ],
  [
    'invalid_encoding',
    'brand',
    (p) => {
      p.brand = 'half \ud83d'
    },
  ],
  [
    'image_url_invalid',
    'images',
    (p) => {
      p.images[0]!.url = 'javascript:alert(1)'
    },
  ],
  [
    'duplicate_sku',
    'sku',
    (p) => {
      p.variants[1]!.sku = p.variants[0]!.sku
    },
  ],
  [
    'variants_missing',
    'variants',
    (p) => {
      p.variants = []
    },
  ],
  [
    'too_many_values',
    'categoryPath',
    (p) => {
      p.categoryPath = Array(20).fill('x')
    },
  ],
]

for (const [code, column, change] of refusals) {
  t.test(`${column}: ${code}`, async (t) => {
    const product = await sample(change)
    t.equal(await refusal(() => checkProduct(product)), `${column}:${code}`)
  })
}

t.test('bytes that are not UTF-8 end in a refused row, not in question marks', async (t) => {
  const line = '{"id":"a","title":"caf?","price":{"amountMinor":1,"currency":"EUR"}}\n'
  const latin1 = Buffer.from(line.replace('?', '\xe9'), 'latin1')
  const { products } = await readAll(latin1)
  t.equal(await refusal(() => checkProduct(products[0]!)), 'title:invalid_encoding')
})
