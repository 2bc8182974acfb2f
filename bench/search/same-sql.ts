import { shownCard } from '../../src/catalog/found-products.ts'
import type { Database } from '../../src/core/database.ts'
import { planFor } from '../../src/search/prepare.ts'
import { selectHits } from '../../src/search/queries-search.ts'
import type { SearchRequest } from '../../src/search/request.ts'
import { type Statement, searchStatement } from '../../src/search/search-statement.ts'

/** The statement that the server runs for each query and all that it shows, with its values written into the text. */
export async function sameSql(
  database: Database,
  queries: readonly string[],
  limit: number,
): Promise<string[]> {
  const scripts: string[] = []
  for (const query of queries) {
    const request: SearchRequest = {
      query,
      languages: [],
      filters: {},
      sort: 'relevance',
      limit,
      rates: {},
    }
    const statement = await database.read(async (db) => {
      const { plan, documents } = await planFor(db, request)
      const made = searchStatement(
        plan,
        request,
        documents,
        shownCard({ languages: ['en'] }, undefined),
      )
      await selectHits(db, made)
      return made
    })
    scripts.push(`${inlined(statement)};\n`)
  }
  return scripts
}

/**
 * Replaces placeholders by literals; strings stay standard-conforming. A colon before a word within one
 * would be a variable to pgbench: it ends one string there, and the planner puts the two together.
 */
export function inlined({ text, values }: Statement): string {
  const literal = (value: unknown): string => {
    if (typeof value === 'number') return String(value)
    const list = Array.isArray(value) ? `{${value.join(',')}}` : String(value)
    return `'${list.replaceAll("'", "''")}'`
  }
  return text
    .replace(/\$(\d+)(?=::)/g, (_, number: string) => literal(values[Number(number) - 1]))
    .replaceAll(/(?<!:):(?=\w)/g, ":'||'")
    .replaceAll(/\s+/g, ' ')
}
