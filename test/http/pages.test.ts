import t from 'tap'
import { testApp } from '../support/app.ts'

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

t.test('pages open in a browser without a key, with or without a slash at the end', async (t) => {
  const { listen } = await testApp(t)
  const base = await listen()
  const pages: [string, string][] = [
    ['/', '/docs'],
    ['/docs/', '/docs'],
    ['/graphiql/', '/graphiql'],
    ['/graphql', '/graphiql'],
    ['/errors/', '/errors'],
  ]
  for (const [path, leadsTo] of pages) {
    const page = await fetch(base + path, { headers: { accept: browser } })
    t.equal(page.status, 200, path)
    t.equal(new URL(page.url).pathname, leadsTo)
    t.match(page.headers.get('content-type'), 'text/html')
    t.match(await page.text(), /<title>/i)
  }
  const asked = await fetch(`${base}/graphql?query={__typename}`, { headers: { accept: browser } })
  t.equal(new URL(asked.url).pathname, '/graphql', 'a query is answered all the same')
  t.match(await asked.json(), { data: { __typename: 'Query' } })
})
