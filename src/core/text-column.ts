import type { Tx } from './database.ts'

const nothing = '\\N'

/**
 * A text[] for `unnest` as one text, which PostgreSQL takes apart twice as soon as JSON or an array. What
 * may hold a line break travels as JSON; a single empty text comes out as null.
 */
export const textColumn = (
  { sql }: Tx,
  values: readonly (string | number | boolean | null | undefined)[],
) => sql`string_to_array(${values.map((one) => one ?? nothing).join('\n')}, chr(10), ${nothing})`
