import { PgDialect } from 'drizzle-orm/pg-core'
import { PostgresJsDatabase, PostgresJsSession } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'

const dialect = new PgDialect({ casing: 'snake_case' })

type Session = PostgresJsSession<postgres.Sql, Record<string, never>, Record<string, never>>

// drizzle leaves unnamed statements unprepared, which costs an extra round trip for each of them.
class PreparingSession extends PostgresJsSession<
  postgres.Sql,
  Record<string, never>,
  Record<string, never>
> {
  override prepareQuery: Session['prepareQuery'] = (query, fields, name, ...rest) =>
    super.prepareQuery(query, fields, name ?? 'prepared', ...rest)

  override transaction(): Promise<never> {
    throw new Error('Open transactions with database.transaction, nest them with savepoint')
  }
}

/** drizzle over one connection, without drizzle's changes to how the client reads values. */
export function ormOver(client: postgres.Sql): PostgresJsDatabase {
  const session = new PreparingSession(client, dialect, undefined, {})
  return new PostgresJsDatabase(dialect, session, undefined)
}
