import { benchKey, importCatalogue } from '../support/catalogue.ts'
import { type BenchDatabase, benchDatabase, databaseCpuMs } from '../support/database.ts'
import { load } from '../support/load.ts'
import { hasPgbench, pgbench } from '../support/pgbench.ts'
import { type Running, serve, startProcess } from '../support/process.ts'
import { type Bench, type Figure, medianOf } from '../support/report.ts'
import { onEmbedded } from './embedded.ts'
import { indexSize, settleSearch } from './index-size.ts'
import { onLarger } from './larger.ts'
import {
  type Bars,
  headersOf,
  measurePages,
  type Place,
  pageSize,
  pathOf,
  requestsOf,
} from './pages.ts'
import { type JudgedQuery, ndcg, queriesFromTitles, readJudged } from './queries.ts'
import { sameSql } from './same-sql.ts'

const sample = 'src/catalog/sample/maple-main.jsonl.gz'
const port = 39_171
const group = 'search'
// Each of pgbench's connections plans each script once, some 3 ms of a processor: few enough and long
// enough to leave that at a twentieth of what it has.
const mostScripts = 32
const pgbenchSeconds = 20
const roundsOfPgbench = 5
const bars: Bars = {
  1: {
    p50: { atMost: 3 },
    p99: { atMost: 25 },
    'CPU, server and database': { atMost: 2.5 },
  },
  16: { throughput: { atLeast: 600 }, 'CPU, server and database': { atMost: 2.5 } },
}

/**
 * First pages of a search over HTTP, plain and with facets, and the same SQL by pgbench; then plain
 * ones on the embedded database. With `--queries=FILE,… --labels=FILE,…` those are asked and judged,
 * else words of titles. `--larger=URL` names a database with a larger catalogue of the same kind, made
 * by `bench/search/make-million.ts` and `entrepot import`.
 */
export const bench: Bench = async ({ seconds, catalogue = sample, extra }) => {
  const own = await benchDatabase('search')
  try {
    const begun = performance.now()
    const products = await importCatalogue(own.database, catalogue)
    const importSeconds = (performance.now() - begun) / 1000
    await settleSearch(own.database)
    const judged = extra.queries
      ? readJudged(extra.queries.split(','), (extra.labels ?? '').split(','))
      : []
    const texts =
      judged.length > 0
        ? judged.map(({ text }) => text)
        : await queriesFromTitles(own.database, 200)
    const pages = await onRealServer(own, texts, judged, seconds)
    const perSecond = products / importSeconds
    return [
      { group: 'search index', name: 'products', value: products, unit: '' },
      { group: 'search index', name: 'import with index', value: perSecond, unit: '/s' },
      ...(await indexSize(own.database)),
      ...pages,
      ...(await onEmbedded(catalogue, texts, seconds)),
      ...(extra.larger ? await onLarger(extra.larger, texts, seconds, own) : []),
    ]
  } finally {
    await own.drop()
  }
}

async function onRealServer(
  own: BenchDatabase,
  texts: readonly string[],
  judged: readonly JudgedQuery[],
  seconds: number,
): Promise<Figure[]> {
  const key = await benchKey(own.database, ['products:read'])
  const env = { DATABASE_URL: own.url, DRAIN_MS: '0' }
  const server = await startProcess(serve, env, { port })
  try {
    const cpu = () => databaseCpuMs(own.database)
    const place: Place = { group, server, key, databaseCpuMs: cpu }
    const plain = await measurePages(place, texts, seconds, { bars })
    const share = await againstPgbench(own, place, texts, seconds)
    const counted = { ...place, group: `${group} with facets` }
    return [
      ...plain,
      ...share,
      ...(await measurePages(counted, texts, seconds, { withFacets: true })),
      ...(await judge(server, key, judged)),
    ]
  } finally {
    await server.stop()
  }
}

async function judge(
  server: Running,
  key: string,
  judged: readonly JudgedQuery[],
): Promise<Figure[]> {
  const scores: number[] = []
  for (const { text, gains } of judged) {
    const reply = await fetch(server.base + pathOf(text), { headers: headersOf(key) })
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

/** The same queries over HTTP and by pgbench in turn, since a machine that others share changes by the minute. */
async function againstPgbench(
  own: BenchDatabase,
  place: Place,
  texts: readonly string[],
  seconds: number,
): Promise<Figure[]> {
  if (!hasPgbench()) return []
  const step = Math.ceil(texts.length / mostScripts)
  const some = texts.filter((_, index) => index % step === 0)
  const scripts = await sameSql(own.database, some, pageSize)
  const requests = requestsOf(place, some)
  const clients = 16
  const rounds: { ours: number; limit: number }[] = []
  for (let round = 0; round < roundsOfPgbench; round++) {
    const { perSecond } = await load(place.server.base, requests, { connections: clients, seconds })
    const limit = pgbench(own.url, scripts, { clients, seconds: pgbenchSeconds, plansOnce: true })
    rounds.push({ ours: perSecond, limit })
  }
  const named = { group: `${group}, ${clients} clients` }
  const limit = medianOf(rounds.map((one) => one.limit))
  return [
    { ...named, name: 'the same statements by pgbench', value: limit, unit: '/s' },
    {
      ...named,
      name: 'share of pgbench',
      value: medianOf(rounds.map((one) => one.ours / one.limit)),
      unit: 'x',
      against: 'pgbench',
      bar: { atLeast: 0.6 },
    },
  ]
}
