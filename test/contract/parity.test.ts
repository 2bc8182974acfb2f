import { readFileSync } from 'node:fs'
import { isObjectType } from 'graphql'
import t from 'tap'
import { parse } from 'yaml'
import { createClient, operations as sdkTable } from '../../sdk/index.ts'
import { buildGraphqlSchema } from '../../src/contract/graphql-schema.ts'
import { events, links, operations } from '../../src/contract/operations.ts'
import { httpShape, isWrite } from '../../src/core/operation.ts'
import { testApp } from '../support/app.ts'

interface OpenApi {
  paths: Record<string, Record<string, { operationId: string }>>
  webhooks: Record<string, object>
}

interface Output {
  'x-page-of'?: string
  properties?: Record<string, unknown>
}

const names = operations.map((operation) => operation.name).sort()

t.test('names are unique and follow one form', async (t) => {
  t.equal(new Set(names).size, names.length)
  for (const operation of operations) {
    t.match(operation.name, /^[a-z][a-zA-Z]+$/)
    const { 'x-page-of': item, properties } = operation.output as Output
    const hasCursor = 'cursor' in ((operation.input as Output).properties ?? {})
    // A ranking of the best few has no second page, but the same shape.
    if (operation.name.startsWith('list')) t.ok(properties?.data, `${operation.name} answers data`)
    if (item !== undefined) t.ok(hasCursor, `${operation.name} takes a cursor`)
    if (operation.name.startsWith('get')) t.notOk(isWrite(operation), `${operation.name} reads`)
  }
})

t.test('a key that may only read writes nothing', async (t) => {
  for (const operation of operations.filter(isWrite)) {
    t.notMatch(operation.scope ?? '', /:read$/, `${operation.name} asks for ${operation.scope}`)
  }
})

t.test('REST: every operation has its route, and openapi.yaml the same ones', async (t) => {
  const { app } = await testApp(t)
  await app.ready()
  for (const operation of operations) {
    const { method, path } = httpShape(operation)
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
    t.ok(app.hasRoute({ method, url }), `${operation.name}: ${method} ${path}`)
  }
  const { paths } = parse(readFileSync('openapi.yaml', 'utf8')) as OpenApi
  const documented = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  t.same(documented.sort(), names)
})

t.test('GraphQL: every operation is a query or a mutation, or says why not', async (t) => {
  const schema = buildGraphqlSchema(operations, links)
  const fieldsOf = (type: unknown) => (isObjectType(type) ? Object.keys(type.getFields()) : [])
  const queries = new Set(fieldsOf(schema.getQueryType()))
  const mutations = new Set(fieldsOf(schema.getMutationType()))
  for (const operation of operations) {
    const { name, restOnly } = operation
    const where = isWrite(operation) ? mutations : queries
    if (restOnly === undefined) t.ok(where.has(name), name)
    else t.ok(restOnly.length > 20, `${name} is missing over GraphQL because: ${restOnly}`)
    queries.delete(name)
    mutations.delete(name)
  }
  t.same([...queries, ...mutations].sort(), ['node', 'nodes'], 'nothing else is offered')
})

t.test('SDK: every operation is a method of its group', async (t) => {
  const client = createClient({ apiKey: 'ent_test_x' }) as unknown as Record<
    string,
    Record<string, unknown>
  >
  const offered = Object.entries(sdkTable).flatMap(([group, rows]) =>
    Object.keys(rows).map((name) => ({ group, name })),
  )
  t.same(offered.map(({ name }) => name).sort(), names)
  for (const { group, name } of offered) t.type(client[group]?.[name], 'function', name)
})

t.test('events: every one is a webhook of openapi.yaml and a type of the SDK', async (t) => {
  const types = events.map((event) => event.type).sort()
  t.equal(new Set(types).size, types.length)
  const { webhooks } = parse(readFileSync('openapi.yaml', 'utf8')) as OpenApi
  t.same(Object.keys(webhooks).sort(), types)
  const sdk = readFileSync('sdk/generated.ts', 'utf8')
  for (const type of types) t.match(sdk, `type: '${type}'`)
})
