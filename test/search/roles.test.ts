import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { tokenise } from '../../src/search/analysis/tokens.ts'
import { readAttribute } from '../../src/search/attribute-value.ts'
import type { DocumentAttribute } from '../../src/search/document.ts'
import { isNoun, relationsOf } from '../../src/search/goods-names.ts'
import { blendsIn, headsOf } from '../../src/search/roles.ts'
import { statedPhrases } from '../../src/search/stated-words.ts'

const heads = (title: string, attributes: DocumentAttribute[] = []) => {
  const tokens = tokenise(title)
  const roles = headsOf(
    tokens,
    statedPhrases(
      attributes,
      attributes.map((one) => readAttribute(one, 'en')),
    ),
    blendsIn(title),
  )
  return tokens.flatMap((token, index) => (roles[index] ? [token.text] : []))
}

t.test('the head of a title is what the product is', async (t) => {
  const cases: [string, string, string][] = [
    ['Gaming mouse', 'mouse', 'gaming'],
    ['Laptop bag 15.6"', 'bag', 'laptop'],
    ['Battery for camera', 'battery', 'camera'],
    ['USB cable with adapter', 'cable', 'adapter'],
    ['Laptop USB 2.0 adapter card', 'card', 'laptop'],
    ['HP Notebook QuickDock', 'quickdock', 'notebook'],
  ]
  for (const [title, head, other] of cases) {
    const found = heads(title)
    t.ok(found.includes(head), `${title}: ${head}`)
    if (other !== 'gaming') t.notOk(found.includes(other), `${title}: not ${other}`)
  }
  t.ok(heads('HP 530 notebook PC').includes('notebook'), 'PC only says what a notebook is')
  t.ok(heads('Cable, blue').includes('cable'), 'a comma ends a name')
})

t.test('what an attribute states only narrows', async (t) => {
  const title = 'Anti-glare screen protector Desktop/Laptop Universal 21'
  t.ok(heads(title).includes('desktoplaptop'), 'nothing is stated')
  const device = { name: 'Device type', value: 'Desktop/laptop' }
  t.notOk(heads(title, [device]).includes('desktoplaptop'), 'the device it is for')
  t.ok(heads(title, [device]).includes('protector'), 'the rest stays')
  t.ok(
    heads(title, [{ ...device, name: 'Product type' }]).includes('desktoplaptop'),
    'what the product is does not narrow it',
  )
  t.ok(
    heads('Toner 21', [{ name: 'Model', value: '21' }]).includes('21'),
    'numbers keep their rank',
  )
  t.ok(
    heads(title, [{ name: 'About', value: `${title}, for every kind of screen` }]).includes(
      'desktoplaptop',
    ),
    'a long text states nothing',
  )
})

t.test('goods are nouns, whatever their number', async (t) => {
  for (const word of ['mouse', 'mice', 'shelves', 'labels', 'label']) t.ok(isNoun(word), word)
  t.notOk(isNoun('wireless'))
  t.ok(relationsOf(['phone'])?.synonyms.includes('telephone'))
  t.notOk(relationsOf(['phone'])?.synonyms.includes('headphone'), 'a sense that nobody uses')
  t.same(relationsOf(['shelves']), relationsOf(['shelf']))
})

t.test('the heads of categories are those of the taxonomy', async (t) => {
  const packed = readFileSync(new URL('../../src/catalog/google-taxonomy.txt.gz', import.meta.url))
  const names =
    gunzipSync(packed)
      .toString('utf8')
      .match(/^\d+ - .*$/gm) ?? []
  const words = names
    .map((line) => line.replace(/^\d+ - |^.* > /g, '').replace(/^.* > /, ''))
    .flatMap((name) => name.toLowerCase().split(/, & |, | & /))
    .map((part) => (part.trim().split(/[\s-]/).at(-1) ?? '').replace(/[^a-z]/g, ''))
    .filter((word) => word.length > 2 && word.endsWith('s'))
  const file = new URL('../../src/search/data/category-heads.txt', import.meta.url)
  t.equal(readFileSync(file, 'utf8').trimEnd(), [...new Set(words)].sort().join(' '))
})
