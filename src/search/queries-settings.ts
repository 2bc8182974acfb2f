import type { Tx } from '../core/database.ts'

/** To find few rows among many a scan of the table looks cheap, and reads all of it where there are none. */
export const byIndexes = { enable_seqscan: 'off' }

/**
 * The answer of a query, which must not have been awaited yet, planned under settings of the session: the
 * three commands travel together.
 */
export async function underSettings<Answer>(
  { sql }: Tx,
  settings: Readonly<Record<string, string>>,
  query: PromiseLike<Answer>,
): Promise<Answer> {
  const names = Object.keys(settings)
  if (names.length === 0) return await query
  const [, answer] = await Promise.all([
    sql.unsafe(names.map((name) => `set ${name} = ${settings[name]}`).join('; ')),
    query,
    sql.unsafe(names.map((name) => `reset ${name}`).join('; ')),
  ])
  return answer
}
