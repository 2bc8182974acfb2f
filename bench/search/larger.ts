import { openDatabase } from '../../src/core/database.ts'
import { benchKey } from '../support/catalogue.ts'
import { databaseCpuMs } from '../support/database.ts'
import { serve, startProcess } from '../support/process.ts'
import type { Figure } from '../support/report.ts'
import { indexSize, settleSearch } from './index-size.ts'
import { measurePages } from './pages.ts'

const group = 'search, larger catalogue'

/** The same queries where there are many more products, and how many times longer they take there. */
export async function onLarger(
  url: string,
  texts: readonly string[],
  seconds: number,
  smaller: readonly Figure[],
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
      figures.push(
        { group, name: 'products', value: row!.products, unit: '' },
        ...pages,
        {
          group,
          name: 'p50 of one client, times that of the smaller',
          value: medianOf(pages) / medianOf(smaller),
          unit: 'x',
          against: 'smaller',
          bar: { atMost: 5 },
        },
        ...(await measurePages(facets, texts, seconds, { withFacets: true })),
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

const medianOf = (figures: readonly Figure[]): number =>
  figures.find(({ group: name, name: what }) => what === 'p50' && name.endsWith('1 client'))!.value
