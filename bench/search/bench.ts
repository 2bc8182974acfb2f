import { flushIndex } from '../../src/search/flush-index.ts'
import { benchKey, importCatalogue } from '../support/catalogue.ts'
import { type BenchDatabase, benchDatabase, settle } from '../support/database.ts'
import { type Load, type LoadRequest, load } from '../support/load.ts'
import { hasPgbench, pgbench } from '../support/pgbench.ts'
import { cpuMs, type Running, startProcess } from '../support/process.ts'
import type { Bench, Figure } from '../support/report.ts'
import { type JudgedQuery, ndcg, queriesFromTitles, readJudged } from './queries.ts'
import { sameSql } from './same-sql.ts'

const sample = 'src/catalog/sample/maple-main.jsonl.gz'
const port = 39_171
const pageSize = 20
const facets = 'facets=category,brand,price,attributes,seller'

/**
 * First pages of a search over HTTP with and without facets, and the same SQL by pgbench. With
 * `--queries=FILE --labels=FILE[,FILE]` those are asked and judged, else words of titles.
 */
export const bench: Bench = async ({ seconds, catalogue, extra }) => {
  const own = await benchDatabase('search')
  try {
    const begun = performance.now()
    const products = await importCatalogue(own.database, catalogue ?? sample)
    const importSeconds = (performance.now() - begun) / 1000
    await flushIndex(own.database)
    await settle(own.database)
    const judged = extra.queries ? readJudged(extra.queries, (extra.labels ?? '').split(',')) : []
    const texts =
      judged.length > 0
        ? judged.map(({ text }) => text)
        : await queriesFromTitles(own.database, 200)
    const key = await benchKey(own.database, ['products:read'])
    return [
      { group: 'search index', name: 'products', value: products, unit: '' },
      {
        group: 'search index',
        name: 'import with index',
        value: products / importSeconds,
        unit: '/s',
      },
      ...(await sizes(own)),
      ...(await overHttp(own, key, texts, judged, seconds)),
    ]
  } finally {
    await own.drop()
  }
}

async function sizes({ database }: BenchDatabase): Promise<Figure[]> {
  const begun = performance.now()
  await database.read(({ sql }) => sql`reindex index search_documents_terms`, {
    deadlineMs: 900_000,
  })
  const build = (performance.now() - begun) / 1000
  const [row] = await database.read(
    ({ sql }) => sql<{ rows: number; terms: number; all: number }[]>`
      select pg_table_size('search_documents')::float8 / 1048576 as rows,
        pg_relation_size('search_documents_terms')::float8 / 1048576 as terms,
        (pg_total_relation_size('search_documents') + pg_total_relation_size('search_attributes')
          + pg_total_relation_size('search_words'))::float8 / 1048576 as all`,
  )
  const figure = (name: string, value: number, unit: string): Figure => ({
    group: 'search index',
    name,
    value,
    unit,
  })
  return [
    figure('documents', row!.rows, 'MiB'),
    figure('index of terms', row!.terms, 'MiB'),
    figure('everything search stores', row!.all, 'MiB'),
    figure('building the index of terms', build, 's'),
  ]
}

async function overHttp(
  own: BenchDatabase,
  key: string,
  texts: readonly string[],
  judged: readonly JudgedQuery[],
  seconds: number,
): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${key}` }
  const page = (query: string, more = '') =>
    `/v1/products/search?q=${encodeURIComponent(query)}&limit=${pageSize}${more}`
  const plain = texts.map((text) => ({ path: page(text), headers }))
  const counted = texts.map((text) => ({ path: page(text, `&${facets}`), headers }))
  const env = {
    DATABASE_URL: own.url,
    RATE_LIMIT_PER_MINUTE: '10000000',
    RATE_LIMIT_BURST: '1000000',
    DRAIN_MS: '0',
  }
  const server = await startProcess(['src/main.ts', 'serve', '--no-worker'], env, { port })
  try {
    await load(server.base, plain, { connections: 4, seconds: Math.min(4, seconds) })
    const figures: Figure[] = []
    for (const [name, requests] of [
      ['first page', plain],
      ['with facets', counted],
    ] as const) {
      for (const connections of [1, 16]) {
        figures.push(...(await measure(own, server, name, requests, connections, seconds)))
      }
    }
    const quality = await judge(server, headers, page, judged)
    return [...figures, ...quality, ...(await againstPgbench(own, texts, figures, seconds))]
  } finally {
    await server.stop()
  }
}

async function measure(
  own: BenchDatabase,
  server: Running,
  name: string,
  requests: readonly LoadRequest[],
  connections: number,
  seconds: number,
): Promise<Figure[]> {
  const before = (await cpuMs(server.pid)) + (await databaseCpuMs(own))
  const result: Load = await load(server.base, requests, { connections, seconds })
  const spent = (await cpuMs(server.pid)) + (await databaseCpuMs(own)) - before
  if (result.errors > 0) throw new Error(`search: ${result.errors} requests failed`)
  const group = `search, ${name}, ${connections === 1 ? '1 client' : `${connections} clients`}`
  const isBase = name === 'first page'
  const one = connections === 1 && isBase
  return [
    { group, name: 'p50', value: result.p50, unit: 'ms', ...(one ? { bar: { atMost: 3 } } : {}) },
    { group, name: 'p99', value: result.p99, unit: 'ms', ...(one ? { bar: { atMost: 25 } } : {}) },
    {
      group,
      name: 'throughput',
      value: result.perSecond,
      unit: '/s',
      ...(isBase && connections === 16 ? { bar: { atLeast: 600 } } : {}),
    },
    {
      group,
      name: 'CPU, server and PostgreSQL',
      value: spent / (result.perSecond * seconds),
      unit: 'ms each',
      ...(isBase ? { bar: { atMost: 2.5 } } : {}),
    },
  ]
}

/** CPU of the database's own connections; 0 where PostgreSQL runs elsewhere. */
async function databaseCpuMs({ database }: BenchDatabase): Promise<number> {
  const rows = await database.read(
    ({ sql }) => sql<{ pid: number }[]>`
      select pid from pg_stat_activity where datname = current_database()`,
  )
  const used = await Promise.all(rows.map(({ pid }) => cpuMs(pid).catch(() => 0)))
  return used.reduce((sum, ms) => sum + ms, 0)
}

async function judge(
  server: Running,
  headers: Record<string, string>,
  page: (query: string) => string,
  judged: readonly JudgedQuery[],
): Promise<Figure[]> {
  const scores: number[] = []
  for (const { text, gains } of judged) {
    const reply = await fetch(server.base + page(text), { headers })
    const { data } = (await reply.json()) as { data: { externalId: string }[] }
    const score = ndcg(
      data.map(({ externalId }) => externalId),
      gains,
    )
    if (!Number.isNaN(score)) scores.push(score)
  }
  if (scores.length === 0) return []
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  return [
    {
      group: 'search relevance',
      name: `NDCG@10 of ${scores.length} queries`,
      value: mean,
      unit: '',
    },
  ]
}

async function againstPgbench(
  own: BenchDatabase,
  texts: readonly string[],
  figures: readonly Figure[],
  seconds: number,
): Promise<Figure[]> {
  if (!hasPgbench()) return []
  const scripts = await sameSql(own.database, texts.slice(0, 100), pageSize)
  const limit = pgbench(own.url, scripts, { clients: 16, seconds })
  const ours = figures.find(
    ({ group, name }) => name === 'throughput' && group === 'search, first page, 16 clients',
  )
  const group = 'search, first page, 16 clients'
  return [
    { group, name: 'the same search by pgbench', value: limit, unit: '/s' },
    {
      group,
      name: 'share of pgbench',
      value: ours!.value / limit,
      unit: 'x',
      against: 'pgbench',
      bar: { atLeast: 0.6 },
    },
  ]
}
