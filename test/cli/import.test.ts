import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import t from 'tap'
import { testDatabase } from '../support/database.ts'
import { entrepot } from './process.ts'

const fixtures = 'test/fixtures/feeds'

// Each command is a process of its own.
t.setTimeout(180_000)

t.test('import from the command line', async (t) => {
  const { url, read } = await testDatabase(t)
  const env = { DATABASE_URL: url }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'entrepot-cli-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const products = path.join(fixtures, 'products.jsonl')

  const first = await entrepot(['import', products, '--seller', 'Kettle & Co', '--json'], env)
  t.equal(first.code, 0, first.stderr)
  t.match(JSON.parse(first.stdout), {
    status: 'completed',
    format: 'jsonLines',
    created: 2,
    failed: 0,
    problems: [{ code: 'sku_derived', line: 2 }, { code: 'unknown_field' }],
  })
  const again = await entrepot(['import', products, '--seller', 'kettle & co'], env)
  t.match(again.stdout, /^0 created, 0 updated, 2 unchanged, 0 retired, 0 failed\n/)
  t.match(again.stdout, /line 2, sku: warning: /)
  const sellers = await read(({ sql }) => sql`select name, status from sellers`)
  t.same(
    sellers.map(({ name }) => name),
    ['Kettle & Co'],
    'one seller for two spellings',
  )

  const bad = path.join(folder, 'bad.jsonl')
  await writeFile(bad, '{"id":"a","title":"A"}\n')
  const rows = await entrepot(['import', bad, '--seller', 'Kettle & Co'], env)
  t.equal(rows.code, 0)
  t.match(rows.stdout, /line 1, \/price: error: There is no price\. State price/)
})

t.test('what cannot be imported changes nothing and says what to do', async (t) => {
  const { url, read } = await testDatabase(t)
  const tsv = path.join(fixtures, 'google.tsv')
  const refused: [string[], RegExp][] = [
    [[path.join(fixtures, 'woocommerce.csv'), '--seller', 'A'], /WooCommerce.*JSON Lines/],
    [[tsv, '--seller', 'A', '--format', 'jsonLines'], /looks like googleTsv/],
    [['/nowhere.csv', '--seller', 'A'], /there is no such file/],
    [[fixtures, '--seller', 'A'], /this is a folder/],
    [[tsv], /--seller/],
    [[tsv, '--seller', '!'], /letter or a digit/],
    [[tsv, '--seller', 'A', '--currency', 'XXX'], /ISO 4217/],
  ]
  const runs = await Promise.all(
    refused.map(([args]) => entrepot(['import', ...args], { DATABASE_URL: url })),
  )
  for (const [i, { code, stdout, stderr }] of runs.entries()) {
    t.equal(code, 1)
    t.equal(stdout, '')
    t.match(stderr, refused[i]![1])
  }
  const [counts] = await read(
    ({ sql }) => sql`select (select count(*)::int from imports) as imports,
      (select count(*)::int from sellers) as sellers`,
  )
  t.same(counts, { imports: 0, sellers: 0 })
})
