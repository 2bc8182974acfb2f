import { openDatabase } from '../../src/core/database.ts'
import { benchKey } from '../support/catalogue.ts'
import { type BenchDatabase, databaseCpuMs } from '../support/database.ts'
import { load } from '../support/load.ts'
import { serve, startProcess } from '../support/process.ts'
import { type Figure, medianOf } from '../support/report.ts'
import { filteredRequests, filtersOf } from './filters.ts'
import { indexSize, settleSearch } from './index-size.ts'
import { measureOne, measurePages, type Place, requestsOf, warm } from './pages.ts'

const group = 'search, larger catalogue'
const turns = 5

/** The same queries where there are many more products, and how many times longer they take there. */
export async function onLarger(
  url: string,
  texts: readonly string[],
  seconds: number,
  smaller: BenchDatabase,
): Promise<Figure[]> {
  const database = await openDatabase({
    databaseUrl: url,
    dataDir: '',
    poolSize: 4,
    statementTimeoutMs: 900_000,
  })
  try {
    await settleSearch(database)
    const key = await benchKey(database, ['products:read'])
    const [row] = await database.read(
      ({ sql }) => sql<{ products: number }[]>`
        select count(*)::int as products from search_documents`,
      { deadlineMs: 60_000 },
    )
    const server = await startProcess(serve, { DATABASE_URL: url, DRAIN_MS: '0' }, { port: 39_174 })
    const figures: Figure[] = []
    try {
      const place = { group, server, key, databaseCpuMs: () => databaseCpuMs(database) }
      const pages = await measurePages(place, texts, seconds, {
        bars: { 1: { p99: { atMost: 100 } } },
      })
      const facets = { ...place, group: `${group} with facets` }
      const filtered = { ...place, group: `${group} by attribute or brand` }
      const filters = await filtersOf(database, 40)
      figures.push(
        { group, name: 'products', value: row!.products, unit: '' },
        ...pages,
        {
          group,
          name: 'p50 of one client, times that of the smaller',
          value: await timesOf(smaller, place, texts, seconds),
          unit: 'x',
          against: 'smaller',
          bar: { atMost: 5 },
        },
        ...(await measurePages(facets, texts, seconds, { withFacets: true })),
        ...(await measureOne(filtered, filteredRequests(place, filters, texts), seconds)),
      )
    } finally {
      await server.stop()
    }
    // Last, since it leaves no page where it was.
    const sizes = await indexSize(database)
    return [
      ...figures,
      ...sizes.map((figure) => ({ ...figure, group: 'search index, larger catalogue' })),
    ]
  } finally {
    await database.close()
  }
}

/** One client asks both in turn, since a machine that others share changes by the minute. */
async function timesOf(
  smaller: BenchDatabase,
  larger: Place,
  texts: readonly string[],
  seconds: number,
): Promise<number> {
  const key = await benchKey(smaller.database, ['products:read'])
  const env = { DATABASE_URL: smaller.url, DRAIN_MS: '0' }
  const server = await startProcess(serve, env, { port: 39_175 })
  try {
    const places: Place[] = [{ group, server, key }, larger]
    await warm(places[0]!, requestsOf(places[0]!, texts))
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      const [few = 0, many = 0] = await inTurn(places, texts, seconds)
      times.push(many / few)
    }
    return medianOf(times)
  } finally {
    await server.stop()
  }
}

async function inTurn(places: readonly Place[], texts: readonly string[], seconds: number) {
  const times: number[] = []
  for (const place of places) {
    const requests = requestsOf(place, texts)
    times.push((await load(place.server.base, requests, { connections: 1, seconds })).p50)
  }
  return times
}
