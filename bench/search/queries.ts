import { readFileSync } from 'node:fs'
import type { Database } from '../../src/core/database.ts'

/** A query with the gain of each product that was judged for it. */
export interface JudgedQuery {
  readonly text: string
  readonly gains: ReadonlyMap<string, number>
}

/** Queries with labels: TSV with a head line; of several label files the first that judges a pair counts. */
export function readJudged(queries: readonly string[], labels: readonly string[]): JudgedQuery[] {
  const gains = new Map<string, Map<string, number>>()
  for (const file of labels) {
    for (const row of readTable(file)) {
      const own = gains.get(row.query_id!) ?? new Map<string, number>()
      gains.set(row.query_id!, own)
      if (!own.has(row.product_id!)) own.set(row.product_id!, gainOf(row))
    }
  }
  return queries.flatMap(readTable).map((row) => ({
    text: row.query!,
    gains: gains.get(row.query_id!) ?? new Map(),
  }))
}

function gainOf({ rating, label }: Record<string, string>): number {
  if (rating !== undefined) return Number(rating) / 3
  return label === 'Exact' ? 1 : label === 'Partial' ? 0.5 : 0
}

function readTable(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').replaceAll('\r', '').trim().split('\n')
  const names = head.split('\t')
  return lines.map((line) =>
    Object.fromEntries(line.split('\t').map((value, index) => [names[index]!, value])),
  )
}

/** Queries made from the catalogue where none are given: two or three words of titles spread over it. */
export async function queriesFromTitles(database: Database, count: number): Promise<string[]> {
  const rows = await database.read(
    ({ sql }) => sql<{ title: string }[]>`
      select title from products order by md5(id::text) limit ${count}`,
  )
  return rows.map(({ title }, index) => {
    const words = title.split(/\s+/).filter((word) => /^[a-z]{3,}$/i.test(word))
    return (words.length > 0 ? words : [title]).slice(0, 2 + (index % 2)).join(' ')
  })
}

/** Normalised discounted cumulative gain of the first ten. */
export function ndcg(ids: readonly string[], gains: ReadonlyMap<string, number>): number {
  const ideal = discounted([...gains.values()].sort((a, b) => b - a))
  return ideal === 0 ? Number.NaN : discounted(ids.map((id) => gains.get(id) ?? 0)) / ideal
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
}
