import { type Load, type LoadRequest, load } from '../support/load.ts'
import { cpuMs, type Running } from '../support/process.ts'
import type { Bar, Figure } from '../support/report.ts'

export const pageSize = 20
const facets = 'facets=category,brand,price,attributes,seller'

/** A server to search, and what its database has used of the processors by now. */
export interface Place {
  readonly group: string
  readonly server: Running
  readonly key: string
  readonly databaseCpuMs?: () => Promise<number>
}

/** Bars of first pages by the name of the figure, for one client and for sixteen. */
export type Bars = Readonly<Partial<Record<1 | 16, Readonly<Record<string, Bar>>>>>

export const headersOf = (key: string) => ({ authorization: `Bearer ${key}` })

export const pathOf = (query: string, more = '') =>
  `/v1/products/search?q=${encodeURIComponent(query)}&limit=${pageSize}${more}`

export const requestsOf = ({ key }: Place, texts: readonly string[], more = ''): LoadRequest[] =>
  texts.map((text) => ({ path: pathOf(text, more), headers: headersOf(key) }))

/** Until every connection has met every shape of statement, and V8 has compiled most of what it will. */
export async function warm({ server }: Place, requests: readonly LoadRequest[]): Promise<void> {
  await load(server.base, requests, { connections: 16, seconds: 15 })
}

/** First pages of the queries in turn, warm, by one client and by sixteen, plain or with facets. */
export async function measurePages(
  place: Place,
  texts: readonly string[],
  seconds: number,
  { withFacets = false, bars = {} }: { withFacets?: boolean; bars?: Bars } = {},
): Promise<Figure[]> {
  const requests = requestsOf(place, texts, withFacets ? `&${facets}` : '')
  await warm(place, requests)
  const figures: Figure[] = []
  for (const clients of [1, 16] as const) {
    figures.push(...(await measure(place, requests, clients, seconds, bars[clients] ?? {})))
  }
  return figures
}

/** Requests in turn by one client, warm. */
export async function measureOne(
  place: Place,
  requests: readonly LoadRequest[],
  seconds: number,
): Promise<Figure[]> {
  await load(place.server.base, requests, { connections: 1, seconds })
  return await measure(place, requests, 1, seconds, {})
}

async function measure(
  { group, server, databaseCpuMs = async () => 0 }: Place,
  requests: readonly LoadRequest[],
  clients: number,
  seconds: number,
  bars: Readonly<Record<string, Bar>>,
): Promise<Figure[]> {
  const spent = async () => (await cpuMs(server.pid)) + (await databaseCpuMs())
  const before = await spent()
  const result: Load = await load(server.base, requests, { connections: clients, seconds })
  const each = ((await spent()) - before) / (result.perSecond * seconds)
  if (result.errors > 0) throw new Error(`${group}: ${result.errors} requests failed`)
  const figure = (name: string, value: number, unit: string): Figure => ({
    group: `${group}, ${clients === 1 ? '1 client' : `${clients} clients`}`,
    name,
    value,
    unit,
    ...(bars[name] ? { bar: bars[name] } : {}),
  })
  return [
    figure('p50', result.p50, 'ms'),
    figure('p99', result.p99, 'ms'),
    figure('throughput', result.perSecond, '/s'),
    figure('CPU, server and database', each, 'ms each'),
  ]
}
