/** Shopify renamed the columns of its product CSV in 2025; both spellings lead to one name. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['url handle', 'handle'],
  ['description', 'body (html)'],
  ['body html', 'body (html)'],
  ['published on online store', 'published'],
  ['sku', 'variant sku'],
  ['barcode', 'variant barcode'],
  ['price', 'variant price'],
  ['compare-at price', 'variant compare at price'],
  ['inventory quantity', 'variant inventory qty'],
  ['inventory tracker', 'variant inventory tracker'],
  ['weight value (grams)', 'variant grams'],
  ['product image url', 'image src'],
  ['image alt text', 'image alt text'],
  ['variant image url', 'variant image'],
  ['product type', 'type'],
  ['custom product type', 'type'],
  ['google shopping / google product category', 'google product category'],
])

/** Columns that are read. */
export const readColumns: ReadonlySet<string> = new Set([
  'handle',
  'title',
  'body (html)',
  'vendor',
  'type',
  'tags',
  'published',
  'status',
  'product category',
  'google product category',
  'variant sku',
  'variant grams',
  'variant inventory qty',
  'variant price',
  'variant compare at price',
  'variant barcode',
  'image src',
  'image position',
  'image alt text',
  'variant image',
  'google shopping / gender',
  'google shopping / age group',
  'google shopping / mpn',
  'google shopping / condition',
  ...[1, 2, 3].flatMap((n) => [`option${n} name`, `option${n} value`]),
])

/** Columns of the format that have no place in the catalogue, with the reason. */
export function unusedColumn(name: string): string | null {
  if (/^(seo |google shopping \/|gift card)/.test(name)) return 'it steers the shop it came from'
  if (/tax/.test(name)) return 'taxes follow from the goods and the destination'
  if (/(inventory (tracker|policy)|continue selling|fulfillment service)/.test(name)) {
    return 'stock is what the quantity says, and never sold below zero'
  }
  if (/(requires shipping|weight unit)/.test(name)) return 'weights are taken in grams'
  if (/cost per item/.test(name)) return 'costs of the seller are kept out of the catalogue'
  if (/^(included|price|compare[- ]at price) \/ /.test(name)) {
    return 'markets and their prices are not taken over'
  }
  if (/linked to$/.test(name)) return 'options are taken by their names and values'
  return null
}

/** The name a column is read by, whichever export it is from. */
export function shopifyColumn(header: string): string {
  return renamed.get(header) ?? header
}

/** The attribute a metafield column holds: "Fabric (product.metafields.custom.fabric)" is Fabric. */
export function metafieldName(header: string): string | null {
  return /^(.+?) \(product\.metafields\./.exec(header)?.[1] ?? null
}
