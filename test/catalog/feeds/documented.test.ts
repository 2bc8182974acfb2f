import { globSync, readFileSync } from 'node:fs'
import t from 'tap'

const root = new URL('../../../src/catalog/', import.meta.url)
const guide = readFileSync(new URL('feeds/README.md', root), 'utf8')
const sources = globSync(['feeds/*.ts', 'import-*.ts'], { cwd: root }).map((file) =>
  readFileSync(new URL(file, root), 'utf8'),
)

t.test('every problem that a feed can have is in the guide, and no other', async (t) => {
  const raised = new Set<string>()
  for (const source of sources) {
    for (const [, code] of source.matchAll(/code: '([a-z_]+)'/g)) raised.add(code!)
    for (const [, code] of source.matchAll(/wrongKind\(\s*'([a-z_]+)'/g)) raised.add(code!)
    for (const [, code] of source.matchAll(/badText\(column, '([a-z_]+)'/g)) raised.add(code!)
  }
  const problems = guide.slice(guide.indexOf('## Problems'))
  const told = new Set([...problems.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code!))
  t.ok(raised.size > 30)
  t.same([...raised].sort(), [...told].sort())
})

t.test('every field of the JSON Lines format is in the guide', async (t) => {
  const source = readFileSync(new URL('feeds/json-product.ts', root), 'utf8')
  const read = new Set<string>()
  for (const [, name] of source.matchAll(
    /reader\.(?:text|requiredText|count|list|texts|word|country|language)\('(\w+)'/g,
  )) {
    read.add(name!)
  }
  t.ok(read.size > 20)
  for (const name of read) {
    if (name !== 'externalId') t.match(guide, new RegExp(`\`${name}\``), name)
  }
})
