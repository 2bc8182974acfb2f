import type { Tx } from './database.ts'

/**
 * Runs a part of a transaction that may fail without taking the rest with it: what it did is undone
 * and its error thrown on. Not for parts that run at the same time.
 */
export async function savepoint<T>({ sql }: Tx, work: () => Promise<T>): Promise<T> {
  const begun = sql.unsafe('savepoint part').execute()
  try {
    const [result] = await Promise.all([work(), begun])
    await sql.unsafe('release savepoint part')
    return result
  } catch (error) {
    await sql.unsafe('rollback to savepoint part; release savepoint part')
    throw error
  }
}
