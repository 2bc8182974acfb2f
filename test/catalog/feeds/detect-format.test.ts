import t from 'tap'
import { detectFormat } from '../../../src/catalog/feeds/detect-format.ts'
import { fixture, readAll, refusal } from './read.ts'

const accepted: [string, string][] = [
  ['shopify.csv', 'shopifyCsv'],
  ['google.tsv', 'googleTsv'],
  ['google-rss.xml', 'googleXml'],
  ['google-atom.xml', 'googleXml'],
  ['products.jsonl', 'jsonLines'],
]

t.test('the format is told from the first bytes', async (t) => {
  for (const [name, format] of accepted) t.equal(detectFormat(fixture(name)).format, format)
})

const refused: [string, string | Uint8Array, string, RegExp][] = [
  ['an empty file', '', 'file_empty', /empty/],
  ['white space', ' \n\n', 'file_empty', /empty/],
  ['an HTML page', '<!DOCTYPE html><html><body>Log in</body></html>', 'wrong_kind', /HTML/],
  ['a PNG image', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'wrong_kind', /PNG/],
  ['a workbook', Buffer.from('PK\x03\x04....', 'latin1'), 'wrong_kind', /Excel/],
  ['binary data', Buffer.from([1, 2, 3, 4, 5, 0, 0, 0, 7]), 'wrong_kind', /binary/],
  ['a JSON array', '[{"id":"a"}]', 'wrong_kind', /array/],
  ['JSON over several lines', '{\n  "id": "a"\n}', 'wrong_kind', /several lines/],
  ['other JSON', '{"name":"x","version":"1"}\n', 'wrong_kind', /neither/],
  ['a sitemap', '<?xml version="1.0"?><urlset><url/></urlset>', 'wrong_kind', /urlset/],
  [
    'a blog feed',
    '<rss><channel><item><title>Hi</title></item></channel></rss>',
    'wrong_kind',
    /articles/,
  ],
  ['a WooCommerce export', fixture('woocommerce.csv'), 'wrong_kind', /WooCommerce/],
  ['another table', 'name,age\nAnn,3\n', 'wrong_kind', /name,age/],
  ['prose', 'Dear all,\nplease find attached\n', 'wrong_kind', /Dear all/],
]

for (const [what, content, code, reason] of refused) {
  t.test(`${what} is refused`, async (t) => {
    t.equal(await refusal(() => readAll(content)), code)
    await t.rejects(readAll(content), reason)
  })
}

t.test('a format that was asked for must be the one that is there', async (t) => {
  const asked = { format: 'shopifyCsv' } as const
  t.equal(await refusal(() => readAll(fixture('google.tsv'), 99, asked)), 'format_mismatch')
})

t.test('an encoding that is not known stops the file', async (t) => {
  const content =
    '<?xml version="1.0" encoding="x-klingon"?><rss xmlns:g="http://base.google.com/ns/1.0"/>'
  t.equal(await refusal(() => readAll(content, 999)), 'unknown_encoding')
})
