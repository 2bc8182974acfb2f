import type { Database } from '../../src/core/database.ts'

/** For every table its rows and the newest transaction that wrote one: equal marks, nothing changed. */
export async function rowMarks(database: Database): Promise<Record<string, string>> {
  return await database.read(async ({ sql }) => {
    const tables = await sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'public'`
    // When a key was last used is noted on every call, refused or not.
    const marks = tables.map(({ name }) => {
      const writer = name === 'api_keys' ? '0' : 'max(xmin::text::bigint)'
      return `select '${name}' as name, concat(count(*), '@', ${writer}) as mark from "${name}"`
    })
    const rows = await sql.unsafe<{ name: string; mark: string }[]>(marks.join(' union all '))
    return Object.fromEntries(rows.map(({ name, mark }) => [name, mark]))
  })
}
