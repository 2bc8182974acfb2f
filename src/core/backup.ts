import { type Database, DatabaseUnavailable, type Sql } from './database.ts'

export const firstLine = '-- Backup of Entrepôt'

/** What a backup ends with, so that a file that broke off is told from a whole one. */
export const lastLine = '-- End of backup'
export const migrationsLine = '-- Migrations: '

/** All night, if it must: a big catalogue takes minutes. */
export const backupDeadlineMs = 12 * 3_600_000

export interface BackupCounts {
  tables: number
  rows: number
}

/**
 * Everything that the database holds, as of one moment, as a script that `restore` and psql run on a
 * migrated database. Others go on reading and writing meanwhile.
 */
export function backUp(
  database: Database,
  write: (piece: string | Buffer) => Promise<void>,
): Promise<BackupCounts> {
  let isBegun = false
  return database.transaction(
    async ({ sql }) => {
      // What was written cannot be taken back, so a lost connection is not made good by another.
      if (isBegun) throw new DatabaseUnavailable('connection')
      isBegun = true
      const tables = await tablesOf(sql)
      const hashes = await migrationHashes(sql)
      const list = tables.map(({ name }) => name).join(', ')
      await write(`${firstLine}, ${new Date().toISOString()}\n`)
      await write(`${migrationsLine}${hashes.join(' ')}\n`)
      await write(`begin;\nset local session_replication_role = replica;\ntruncate ${list};\n`)
      let rows = 0
      for (const { name, columns } of tables) rows += await writeTable(sql, name, columns, write)
      await write(await sequences(sql))
      await write(`commit;\n${lastLine}\n`)
      return { tables: tables.length, rows }
    },
    { isolation: 'repeatable read', deadlineMs: backupDeadlineMs },
  )
}

/** What the schema was made by: a backup fits only a database of the same. */
export async function migrationHashes(sql: Sql): Promise<string[]> {
  const rows = await sql<{ hash: string }[]>`
    select hash from drizzle.__drizzle_migrations order by id`
  return rows.map(({ hash }) => hash)
}

async function tablesOf(sql: Sql): Promise<{ name: string; columns: string }[]> {
  return await sql`
    select format('%I.%I', table_schema, table_name) as name,
      string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables
      using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
    group by 1 order by 1`
}

async function writeTable(
  sql: Sql,
  name: string,
  columns: string,
  write: (piece: string | Buffer) => Promise<void>,
): Promise<number> {
  await write(`copy ${name} (${columns}) from stdin;\n`)
  let rows = 0
  for await (const piece of await sql.unsafe(`copy ${name} (${columns}) to stdout`).readable()) {
    // Line ends inside of values are written \n: each of these ends a row.
    for (const byte of piece as Buffer) if (byte === 10) rows++
    await write(piece as Buffer)
  }
  await write('\\.\n')
  return rows
}

async function sequences(sql: Sql): Promise<string> {
  const rows = await sql<{ name: string; last: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
    from pg_sequences where schemaname = 'public' and last_value is not null order by 1`
  return rows.map(({ name, last }) => `select setval('${name}', ${last});\n`).join('')
}
