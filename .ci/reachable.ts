import postgres from 'postgres'

/** Exits 0 when the PostgreSQL of the given URL answers and is one we support. */
const sql = postgres(process.argv[2] ?? '', { max: 1, connect_timeout: 3, onnotice: () => {} })
try {
  const [row] = await sql`select current_setting('server_version_num')::int as version`
  process.exitCode = row !== undefined && row.version >= 150_000 ? 0 : 1
} catch {
  process.exitCode = 1
}
await sql.end({ timeout: 1 })
