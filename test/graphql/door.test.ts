import { serverAudits } from 'graphql-http'
import t from 'tap'
import { testApp } from '../support/app.ts'

t.test('the official GraphQL-over-HTTP audit finds nothing to mend', async (t) => {
  const { listen } = await testApp(t)
  const url = `${await listen()}/graphql`
  for (const audit of serverAudits({ url })) {
    const result = await audit.fn()
    t.equal(result.status, 'ok', `${audit.name}${'reason' in result ? `: ${result.reason}` : ''}`)
  }
})

t.test('documents that ask for too much are refused before they run', async (t) => {
  const { graphql, newKey } = await testApp(t)
  const { key } = await newKey()
  const doubling = Array.from(
    { length: 22 },
    (_, i) => `fragment f${i} on Query { a${i}: __schema { ...g${i} } }
      fragment g${i} on __Schema { ${i < 21 ? `x${i}: queryType { ...h${i} } y${i}: queryType { ...h${i} }` : 'description'} }
      fragment h${i} on __Type { name }`,
  ).join('\n')
  const bombs = {
    depth: `{ ${'__schema { types '.repeat(1)}${'{ fields { type '.repeat(10)}{ name }${' } }'.repeat(10)} } }`,
    aliases: `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: getAccount { id }`).join(' ')} }`,
    tokens: `{ ${'getAccount { id } '.repeat(700)} }`,
    characters: `{ getAccount { id } } # ${'x'.repeat(20_000)}`,
    fragments: `query { ...f0 ...f1 ...f2 } ${doubling}`,
  }
  for (const [name, query] of Object.entries(bombs)) {
    const { body } = await graphql(query, { key })
    t.equal(body.data, undefined, name)
    t.match(body.errors[0].extensions.code, /graphql_(too_complex|invalid)/, name)
  }
})

t.test('cost counts the variables', async (t) => {
  const { graphql, newKey } = await testApp(t)
  const { key } = await newKey()
  const query = 'query($n: Int) { listApiKeys(first: $n) { nodes { id name scopes } } }'
  const small = await graphql(query, { key, variables: { n: 1 } })
  t.same(small.body.errors, undefined)
  t.type(small.body.extensions.cost.requestedQueryCost, 'number')
})

t.test('wrong variables and unknown fields name what is wrong and suggest nothing', async (t) => {
  const { graphql, newKey } = await testApp(t)
  const { key } = await newKey()
  const wrong = await graphql('query($n: Int) { listApiKeys(first: $n) { nodes { id } } }', {
    key,
    variables: { n: 'many' },
  })
  t.match(wrong.body.errors[0].message, /"\$n"|\$n/)
  const typo = await graphql('{ listApiKey { nodes { id } } }', { key })
  t.notMatch(typo.body.errors[0].message, /Did you mean/)
  const range = await graphql('{ listApiKeys(first: 0) { nodes { id } } }', { key })
  t.equal(range.body.errors[0].extensions.code, 'invalid_request')
  t.equal(range.body.errors[0].extensions.errors[0].pointer, '#/first')
  t.match(range.body.errors[0].message, /^#\/first: /)
  const cursor = await graphql('{ listApiKeys(after: "no such") { nodes { id } } }', { key })
  const [fault] = cursor.body.errors
  t.match(fault.extensions, { code: 'invalid_cursor', errors: [{ pointer: '#/after' }] })
  t.match(fault.message, /`pageInfo.endCursor`/)
})

t.test('what one field is refused takes nothing from those beside it', async (t) => {
  const { graphql, newKey } = await testApp(t)
  const { key } = await newKey()
  const made = await graphql(
    `mutation {
      good: createApiKey(input: { name: "x", scopes: [KEYS_READ] }) { id }
      bad: createApiKey(input: { name: "", scopes: [KEYS_READ] }) { id }
    }`,
    { key },
  )
  t.match(made.body.data, { good: { id: /^key_/ }, bad: null }, 'made and told')
  t.match(made.body.errors, [{ path: ['bad'], extensions: { code: 'invalid_request' } }])
})
