import type { Database } from '../../src/core/database.ts'

/** When a key was last used is noted on every call, refused or not. */
const writer = (table: string) => (table === 'api_keys' ? '0' : 'max(xmin::text::bigint)')

const statements = new WeakMap<Database, string>()

/** For every table its rows and the newest transaction that wrote one: equal marks, nothing changed. */
export async function rowMarks(database: Database): Promise<Record<string, string>> {
  return await database.read(async ({ sql }) => {
    let statement = statements.get(database)
    if (statement === undefined) {
      const tables = await sql<{ name: string }[]>`
        select tablename as name from pg_tables where schemaname = 'public'`
      statement = tables
        .map(
          ({ name }) => `select '${name}', concat(count(*), '@', ${writer(name)}) from "${name}"`,
        )
        .join(' union all ')
      statements.set(database, statement)
    }
    const rows = await sql.unsafe(statement, [], { prepare: true }).values()
    return Object.fromEntries(rows as unknown as [string, string][])
  })
}
