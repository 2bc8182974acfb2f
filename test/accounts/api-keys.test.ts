import t from 'tap'
import { looksLikeKey } from '../../src/accounts/key-format.ts'
import { testApp } from '../support/app.ts'

t.test('a key is shown once, works, and is refused from the moment it is revoked', async (t) => {
  const { request, newKey, database } = await testApp(t)
  const { key } = await newKey()
  const made = await request('POST', '/v1/api-keys', {
    key,
    body: { name: 'phone app', scopes: ['keys:read'] },
  })
  t.equal(made.status, 201)
  const secret: string = made.body.secret
  t.ok(looksLikeKey(secret))
  const stored = await database.read(({ sql }) => sql`select * from api_keys`)
  t.notMatch(JSON.stringify(stored), secret, 'the secret is not in the database')

  const listed = await request('GET', '/v1/api-keys', { key: secret })
  t.equal(listed.status, 200)
  t.equal(listed.body.data.length, 2)
  t.notOk('secret' in listed.body.data[0])

  const revoked = await request('POST', `/v1/api-keys/${made.body.id}/revoke`, { key })
  t.equal(revoked.status, 200)
  t.type(revoked.body.revokedAt, 'string')
  const refused = await request('GET', '/v1/api-keys', { key: secret })
  t.equal(refused.status, 401)
  t.equal(refused.body.code, 'unauthenticated')
  t.match(refused.headers['www-authenticate'], /invalid_token/)
})

t.test('a key cannot make one that may do more than itself', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey({ scopes: ['keys:write'] })
  const answer = await request('POST', '/v1/api-keys', {
    key,
    body: { name: 'more', scopes: ['operator'] },
  })
  t.equal(answer.status, 403)
  t.equal(answer.body.code, 'forbidden')
})

t.test('malformed, mistyped and missing keys are told apart from missing scopes', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey({ scopes: ['keys:read'] })
  const last = key.at(-1) === 'a' ? 'b' : 'a'
  for (const bad of [undefined, 'nonsense', key.slice(0, -1) + last]) {
    const answer = await request('GET', '/v1/account', { key: bad })
    t.equal(answer.status, 401, String(bad))
  }
  const answer = await request('POST', '/v1/api-keys', {
    key,
    body: { name: 'x', scopes: ['keys:read'] },
  })
  t.equal(answer.status, 403)
  t.equal(answer.body.code, 'insufficient_scope')
  t.equal(answer.body.requiredScope, 'keys:write')
})

t.test('another account’s key is not found, whatever is tried on it', async (t) => {
  const { request, newKey } = await testApp(t)
  const mine = await newKey()
  const theirs = await newKey()
  const answer = await request('POST', `/v1/api-keys/${theirs.keyId}/revoke`, { key: mine.key })
  t.equal(answer.status, 404)
  t.equal(answer.body.code, 'not_found')
  const still = await request('GET', '/v1/account', { key: theirs.key })
  t.equal(still.status, 200)
})

t.test('the same operations answer over GraphQL with the same codes', async (t) => {
  const { graphql, newKey } = await testApp(t)
  const { key } = await newKey()
  const made = await graphql(
    'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { id secret scopes } }',
    { key, variables: { input: { name: 'x', scopes: ['KEYS_READ'] } } },
  )
  t.same(made.body.errors, undefined)
  t.same(made.body.data.createApiKey.scopes, ['KEYS_READ'])
  const page = await graphql(
    '{ listApiKeys(first: 1) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }',
    { key },
  )
  t.equal(page.body.data.listApiKeys.pageInfo.hasNextPage, true)
  const after = page.body.data.listApiKeys.pageInfo.endCursor
  const next = await graphql(
    'query($after: String) { listApiKeys(first: 5, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }',
    { key, variables: { after } },
  )
  t.same(next.body.data.listApiKeys.pageInfo, { hasNextPage: false, hasPreviousPage: true })
  t.equal(next.body.data.listApiKeys.nodes.length, 1)
  const refused = await graphql('{ getAccount { id } }')
  t.equal(refused.body.errors[0].extensions.code, 'unauthenticated')
})
