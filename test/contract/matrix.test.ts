import fc from 'fast-check'
import t from 'tap'
import { operations } from '../../src/contract/operations.ts'
import { type IdKind, ids, newId } from '../../src/core/ids.ts'
import { type AnyOperation, httpShape, scopes } from '../../src/core/operation.ts'
import { type Answer, newKey, type TestKey } from '../support/app.ts'
import { type Schema, validOf } from './arbitrary.ts'
import { graphqlCallOf } from './graphql-call.ts'
import { isQuery, restCallOf, send } from './rest-call.ts'
import { rowMarks } from './row-marks.ts'
import { type Ids, world } from './world.ts'

t.setTimeout(600_000)
const stage = await world(t)
const { test } = stage

type Input = Record<string, unknown>

function samplesOf(operation: AnyOperation, known: Ids, count = 1): Input[] {
  const inputs = validOf(operation.input as Schema, known) as fc.Arbitrary<Input>
  return fc.sample(inputs, { seed: 1, numRuns: count })
}

/** The least that the operation takes. */
function bareSampleOf(operation: AnyOperation): Input[] {
  const { properties = {}, required = [] } = operation.input as Schema
  const needed = Object.fromEntries(required.map((name) => [name, properties[name]!]))
  const least = validOf({ type: 'object', properties: needed, required }, stage.ids.live)
  return fc.sample(least as fc.Arbitrary<Input>, { seed: 1, numRuns: 1 })
}

const rest = (operation: AnyOperation, input: Input, key?: string) =>
  send(test, key, restCallOf(operation, input))

async function overGraphql(operation: AnyOperation, input: Input, key?: string) {
  const { query, variables } = graphqlCallOf(operation, input, newId())
  const { body } = await test.graphql(query, { key, variables })
  return { data: body.data?.[operation.name] ?? null, code: body.errors?.[0]?.extensions?.code }
}

const inGraphql = operations.filter((operation) => operation.restOnly === undefined)
const keyed = operations.filter((operation) => operation.scope !== null)

t.test('without a key nothing is answered', async (t) => {
  const before = await rowMarks(test.database)
  for (const operation of keyed) {
    const [input] = samplesOf(operation, stage.ids.live)
    const answer = await rest(operation, input!)
    t.match(answer, { status: 401, body: { code: 'unauthenticated' } }, operation.http)
    t.match(answer.headers['www-authenticate'], /^Bearer /)
  }
  for (const operation of keyed.filter((one) => inGraphql.includes(one))) {
    const [input] = samplesOf(operation, stage.ids.live)
    const { data, code } = await overGraphql(operation, input!)
    t.strictSame({ data, code }, { data: null, code: 'unauthenticated' }, operation.name)
  }
  t.strictSame(await rowMarks(test.database), before, 'and changes nothing')
})

t.test('a key without the scope is refused, whatever else it may do', async (t) => {
  const lacking = new Map<string, TestKey>()
  for (const scope of scopes) {
    const others = scopes.filter((other) => other !== scope)
    lacking.set(scope, await newKey(test.database, { scopes: others }))
  }
  const before = await rowMarks(test.database)
  for (const operation of keyed) {
    const { key } = lacking.get(String(operation.scope))!
    const [input] = samplesOf(operation, stage.ids.live)
    const refusal = { code: 'insufficient_scope', requiredScope: operation.scope }
    t.match(await rest(operation, input!, key), { status: 403, body: refusal }, operation.http)
    if (!inGraphql.includes(operation)) continue
    const { data, code } = await overGraphql(operation, input!, key)
    t.strictSame({ data, code }, { data: null, code: 'insufficient_scope' }, operation.name)
  }
  t.strictSame(await rowMarks(test.database), before, 'and changes nothing')
})

t.test('nobody makes a key that does more than its maker', async (t) => {
  const { buyer, seller, ids: known } = stage
  const body = { name: 'more', scopes: ['operator'] }
  for (const [who, url] of [
    [buyer, '/v1/api-keys'],
    [seller, '/v1/api-keys'],
    [seller, `/v1/sellers/${known.live.seller}/api-keys`],
  ] as const) {
    const answer = await test.request('POST', url, { key: who.key, body })
    t.match(answer, { status: 403, body: { code: 'forbidden' } }, url)
  }
})

/** What everyone may see; all other kinds of ids are their owners' business. */
const publicKinds = new Set<IdKind>(['seller', 'product', 'variant', 'category'])

interface Site {
  readonly path: readonly (string | number)[]
  readonly kind: IdKind
}

function idSites(schema: Schema, value: unknown, path: Site['path'] = []): Site[] {
  if (value === null || value === undefined) return []
  if (schema.anyOf) return schema.anyOf.flatMap((option) => idSites(option, value, path))
  if (schema['x-id']) return [{ path, kind: schema['x-id'] }]
  if (schema.items && Array.isArray(value)) {
    const { items } = schema
    return value.flatMap((item, i) => idSites(items, item, [...path, i]))
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    idSites(member, (value as Input)[name], [...path, name]),
  )
}

function put(input: Input, path: Site['path'], id: string): Input {
  const copy = structuredClone(input)
  let at: Record<string | number, unknown> = copy
  for (const step of path.slice(0, -1)) at = at[step] as never
  at[path[path.length - 1]!] = id
  return copy
}

/** An answer without what differs between any two requests: ids and the request's own. */
function masked({ status, body }: Answer): object {
  const { requestId, ...members } = body
  return JSON.parse(
    JSON.stringify({ status, ...members }).replaceAll(/[a-z]{3}_[0-9a-z]{26}/g, 'id'),
  )
}

const strangersTo = (operation: AnyOperation): TestKey[] =>
  operation.tag === 'sandbox' ? [stage.strangerInTest] : [stage.stranger, stage.rival]

t.test('another account’s thing is answered as one that does not exist', async (t) => {
  let compared = 0
  for (const operation of operations.filter(({ scope }) => scope !== 'operator')) {
    const known = operation.tag === 'sandbox' ? stage.ids.test : stage.ids.live
    const statuses = new Set<number>()
    const { pathParams } = httpShape(operation)
    for (const input of [...bareSampleOf(operation), ...samplesOf(operation, known, 6)]) {
      const sites = idSites(operation.input as Schema, input)
      for (const { path, kind } of sites.filter((site) => !publicKinds.has(site.kind))) {
        if (known[kind] === undefined) continue
        for (const { key } of strangersTo(operation)) {
          const foreign = await rest(operation, put(input, path, known[kind]), key)
          const random = await rest(operation, put(input, path, ids[kind].encode(newId())), key)
          const name = `${operation.name} ${path.join('/')}`
          t.strictSame(masked(foreign), masked(random), name)
          if (pathParams.includes(String(path[0]))) {
            t.notOk(foreign.status < 300 || foreign.status === 403, `${name}: ${foreign.status}`)
            statuses.add(foreign.status)
          }
          compared++
        }
      }
    }
    if (statuses.size > 0) t.ok(statuses.has(404), `${operation.name} says not_found`)
  }
  t.ok(compared > 300, `${compared} pairs`)
})

t.test('a seller’s things are moved by nobody else', async (t) => {
  const before = await rowMarks(test.database)
  for (const operation of operations) {
    const { path, method, pathParams } = httpShape(operation)
    if (!path.startsWith('/v1/sellers/{id}') || method === 'GET') continue
    if (operation.scope === 'operator') continue
    t.same(pathParams[0], 'id')
    for (const input of samplesOf(operation, stage.ids.live, 6)) {
      for (const { key } of [stage.stranger, stage.rival]) {
        const mine = await rest(operation, put(input, ['id'], stage.ids.live.seller!), key)
        const none = await rest(operation, put(input, ['id'], ids.seller.encode(newId())), key)
        t.strictSame(masked(mine), masked(none), operation.name)
        t.notOk(mine.status < 300 || mine.status === 403, `${operation.name}: ${mine.status}`)
      }
    }
  }
  t.strictSame(await rowMarks(test.database), before, 'and nothing was written')
})

t.test('a key of the other mode sees none of it', async (t) => {
  const [account] = await test.database.read(
    ({ sql }) => sql<{ name: string }[]>`
      select name from accounts where id = ${stage.buyer.accountId}`,
  )
  const { key } = await test.newKey({ account: account!.name, mode: 'test' })
  const tags = new Set([
    'orders',
    'quotes',
    'tracking',
    'disputes',
    'refunds',
    'webhooks',
    'events',
  ])
  const getters = operations.filter((one) => /^GET .*\{id\}/.test(one.http) && tags.has(one.tag))
  t.ok(getters.length > 8)
  for (const operation of getters) {
    const { kind } = idSites(operation.input as Schema, { id: 'x' })[0]!
    const id = stage.ids.live[kind]!
    const owners = await Promise.all(
      [stage.buyer, stage.seller].map((owner) => rest(operation, { id }, owner.key)),
    )
    t.ok(
      owners.some(({ status }) => status === 200),
      `${operation.name} has an owner`,
    )
    t.match(await rest(operation, { id }, key), { status: 404, body: { code: 'not_found' } })
  }
})

t.test('read-only and unknown fields are refused, each by its name', async (t) => {
  const { buyer, developer, operator } = stage
  for (const operation of operations.filter((one) => !one.http.startsWith('GET '))) {
    const known = (operation.input as Schema).properties ?? {}
    const readOnly = Object.keys((operation.output as Schema).properties ?? {})
    const extra = [...new Set([...readOnly, 'accountId', 'createdAt', 'noSuchField'])]
      .filter((name) => !(name in known))
      .slice(-8)
    const who =
      operation.scope === 'operator' ? operator : operation.tag === 'sandbox' ? developer : buyer
    const [input] = samplesOf(operation, stage.ids.live)
    const additions = Object.fromEntries(extra.map((name) => [name, 'x']))
    const answer = await rest(operation, { ...input, ...additions }, who.key)
    t.match(answer, { status: 400, body: { code: 'invalid_request' } }, operation.name)
    const refused = (answer.body.errors as { pointer: string; code: string }[])
      .filter(({ code }) => code === 'unknown_field')
      .map(({ pointer }) => pointer)
    t.strictSame(refused.sort(), extra.map((name) => `#/${name}`).sort(), operation.name)
  }
  for (const operation of operations.filter((one) => one.http.startsWith('GET '))) {
    const [input] = samplesOf(operation, stage.ids.live)
    const who = operation.scope === 'operator' ? operator : developer
    t.ok(isQuery(operation))
    const answer = await rest(operation, { ...input, noSuchField: 'x' }, who.key)
    t.match(
      answer,
      { status: 400, body: { errors: [{ pointer: '#/noSuchField', code: 'unknown_field' }] } },
      operation.name,
    )
  }
})

t.test('node(id) leads owners to their things and nobody else', async (t) => {
  const query = 'query($id: ID!) { node(id: $id) { __typename id } nodes(ids: [$id]) { id } }'
  let found = 0
  for (const [kind, id] of Object.entries(stage.ids.live) as [IdKind, string][]) {
    const ask = async ({ key }: TestKey, wireId: string) => {
      const { body } = await test.graphql(query, { key, variables: { id: wireId } })
      return { ...body.data, code: body.errors?.[0]?.extensions.code }
    }
    const owners = [stage.buyer, stage.seller, stage.operator]
    const seen = await Promise.all(owners.map((owner) => ask(owner, id)))
    if (seen.every(({ node }) => node === null)) continue
    found++
    t.ok(
      seen.some(({ node, nodes }) => node?.id === id && nodes[0].id === id),
      kind,
    )
    if (publicKinds.has(kind)) continue
    for (const who of [stage.stranger, stage.rival]) {
      const missing = await ask(who, ids[kind].encode(newId()))
      const foreign = await ask(who, id)
      t.strictSame(foreign, missing, `${kind} of others`)
      t.same([foreign.node, foreign.nodes], [null, [null]], kind)
    }
  }
  t.ok(found >= 12, `${found} kinds have nodes`)
})

t.test('a cursor of another account opens nothing', async (t) => {
  const lists = operations.filter((one) => 'cursor' in ((one.input as Schema).properties ?? {}))
  let tried = 0
  for (const operation of lists.filter(({ scope }) => scope !== 'operator')) {
    for (const owner of [stage.buyer, stage.seller]) {
      const [input] = bareSampleOf(operation)
      const page = await rest(operation, { ...input, limit: 1 }, owner.key)
      const cursor = page.body?.nextCursor
      if (!cursor) continue
      tried++
      const all = await rest(operation, { ...input, limit: 100 }, stage.stranger.key)
      const taken = await rest(operation, { ...input, limit: 100, cursor }, stage.stranger.key)
      const own = new Set((all.body.data ?? []).map((one: object) => JSON.stringify(one)))
      for (const item of taken.body.data ?? []) t.ok(own.has(JSON.stringify(item)), operation.name)
    }
  }
  t.ok(tried >= 8, `${tried} cursors`)
})
