import { ids } from '../../src/core/ids.ts'
import { benchKey, importCatalogue } from '../support/catalogue.ts'
import { type BenchDatabase, benchDatabase, settle } from '../support/database.ts'
import { type Load, type LoadRequest, load } from '../support/load.ts'
import { cpuMs, nodeFlags, type Running, serve, startProcess } from '../support/process.ts'
import type { Bench, Figure } from '../support/report.ts'

const sample = 'src/catalog/sample/maple-main.jsonl.gz'
const connections = 16
const rounds = 3

interface Door {
  readonly name: string
  readonly script: readonly string[]
  readonly port: number
  readonly requests: readonly LoadRequest[]
}

/** Product by id over both doors, against Fastify and the driver alone. */
export const bench: Bench = async ({ seconds, catalogue }) => {
  const own = await benchDatabase('reads')
  try {
    await importCatalogue(own.database, catalogue ?? sample)
    await settle(own.database)
    const doors = doorsOf(
      await productIds(own),
      await benchKey(own.database, ['products:read', 'sellers:read']),
    )
    const best = new Map<string, Load & { cpu: number }>()
    // Rounds alternate the doors, so that what else the machine does falls on all of them.
    for (let round = 0; round < rounds; round++) {
      for (const door of doors) keepBest(best, door.name, await measure(door, own, seconds))
    }
    return figuresOf(best)
  } finally {
    await own.drop()
  }
}

async function productIds({ database }: BenchDatabase): Promise<string[]> {
  const rows = await database.read(
    ({ sql }) => sql<{ id: string }[]>`select id from products order by id limit 1000`,
  )
  return rows.map((row) => ids.product.encode(row.id))
}

const query = `query ($id: ID!) {
  getProduct(id: $id) {
    id title description brand attributes { name value unit } images { url alt }
    variants { id sku gtin price { amountMinor currency } stock options { name value } weightGrams }
    seller { id name country }
  }
}`

function doorsOf(products: readonly string[], key: string): Door[] {
  const headers = { authorization: `Bearer ${key}` }
  const rest = products.map((id) => ({ path: `/v1/products/${id}`, headers }))
  const graphql = products.map((id) => ({
    path: '/graphql',
    method: 'POST' as const,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  }))
  return [
    {
      name: 'bare',
      script: [...nodeFlags, 'bench/reads/bare-server.ts'],
      port: 39_161,
      requests: rest,
    },
    { name: 'rest', script: serve, port: 39_162, requests: rest },
    { name: 'graphql', script: serve, port: 39_163, requests: graphql },
  ]
}

async function measure(door: Door, own: BenchDatabase, seconds: number) {
  const env = {
    DATABASE_URL: own.url,
    RATE_LIMIT_PER_MINUTE: '10000000',
    RATE_LIMIT_BURST: '1000000',
    DRAIN_MS: '0',
  }
  const server: Running = await startProcess(door.script, env, { port: door.port })
  try {
    await load(server.base, door.requests, { connections, seconds: Math.min(2, seconds) })
    const before = await cpuMs(server.pid)
    const result = await load(server.base, door.requests, { connections, seconds })
    if (result.errors > 0) throw new Error(`${door.name}: ${result.errors} requests failed`)
    const cpu = ((await cpuMs(server.pid)) - before) / (result.perSecond * seconds)
    return { ...result, cpu }
  } finally {
    await server.stop()
  }
}

function keepBest(
  best: Map<string, Load & { cpu: number }>,
  name: string,
  result: Load & { cpu: number },
): void {
  const before = best.get(name)
  if (!before || before.perSecond < result.perSecond) best.set(name, result)
}

function figuresOf(best: Map<string, Load & { cpu: number }>): Figure[] {
  const [bare, rest, graphql] = ['bare', 'rest', 'graphql'].map((name) => best.get(name)!)
  const group = 'product by id, 16 clients'
  return [
    { group, name: 'bare Fastify + driver', value: bare!.perSecond, unit: '/s' },
    { group, name: 'REST', value: rest!.perSecond, unit: '/s' },
    {
      group,
      name: 'REST, share of bare',
      value: rest!.perSecond / bare!.perSecond,
      unit: 'x',
      against: 'bare',
      bar: { atLeast: 0.6 },
    },
    { group, name: 'GraphQL with variants and seller', value: graphql!.perSecond, unit: '/s' },
    {
      group,
      name: 'GraphQL, share of REST',
      value: graphql!.perSecond / rest!.perSecond,
      unit: 'x',
      against: 'REST',
      bar: { atLeast: 0.5 },
    },
    { group, name: 'server CPU, bare', value: bare!.cpu, unit: 'ms each' },
    { group, name: 'server CPU, REST', value: rest!.cpu, unit: 'ms each' },
    { group, name: 'server CPU, GraphQL', value: graphql!.cpu, unit: 'ms each' },
    { group, name: 'REST p99', value: rest!.p99, unit: 'ms' },
  ]
}
