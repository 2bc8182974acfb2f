import { decodeProtectedHeader, SignJWT } from 'jose'
import t from 'tap'
import { testApp } from '../support/app.ts'

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

t.test('a key is exchanged for a token that does no more and dies with it', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key, keyId } = await newKey({ scopes: ['keys:read', 'keys:write'] })
  const answer = await request('POST', '/oauth/token', {
    body: 'grant_type=client_credentials&scope=keys:read',
    headers: { ...form, authorization: basic(keyId, key) },
  })
  t.equal(answer.status, 200)
  t.equal(answer.headers['cache-control'], 'no-store')
  const token: string = answer.body.access_token
  t.match(decodeProtectedHeader(token), { typ: 'at+jwt', alg: 'EdDSA' })

  t.equal((await request('GET', '/v1/account', { key: token })).status, 200)
  const more = await request('POST', '/v1/api-keys', {
    key: token,
    body: { name: 'x', scopes: ['keys:read'] },
  })
  t.equal(more.status, 403)
  await request('POST', `/v1/api-keys/${keyId}/revoke`, { key })
  t.equal((await request('GET', '/v1/account', { key: token })).status, 401)
})

t.test('wrong credentials, grants and scopes answer in the form of OAuth', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key, keyId } = await newKey({ scopes: ['keys:read'] })
  const ask = (body: string, authorization: string) =>
    request('POST', '/oauth/token', { body, headers: { ...form, authorization } })
  const grant = 'grant_type=client_credentials'
  t.match(await ask(grant, basic(keyId, `${key}x`)), {
    status: 401,
    body: { error: 'invalid_client' },
  })
  t.match(await ask(grant, basic('key_other', key)), {
    status: 401,
    body: { error: 'invalid_client' },
  })
  t.match(await ask('grant_type=password', basic(keyId, key)), {
    status: 400,
    body: { error: 'unsupported_grant_type' },
  })
  t.match(await ask(`${grant}&scope=operator`, basic(keyId, key)), {
    status: 400,
    body: { error: 'invalid_scope' },
  })
})

t.test('forged and foreign tokens are refused', async (t) => {
  const { request, newKey } = await testApp(t)
  const { keyId, accountId } = await newKey()
  const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`
  const forged = await new SignJWT({ client_id: keyId, scope: 'keys:read' })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setSubject(accountId)
    .setJti('1')
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode('a guess that is long enough to sign with'))
  for (const token of [none, forged, 'a.b.c']) {
    t.equal((await request('GET', '/v1/account', { key: token })).status, 401)
  }
})
