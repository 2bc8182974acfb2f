import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { backupDeadlineMs, firstLine, lastLine, migrationHashes, migrationsLine } from './backup.ts'
import { type Database, DatabaseUnavailable, type Sql } from './database.ts'
import { codeOf } from './unavailable.ts'

/** A backup that cannot be put back here; the message says what to do. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError'
}

const brokenOff = 'The backup breaks off before its end: take another one.'

/**
 * Puts a backup in the place of everything that the migrated database holds, or changes nothing.
 * What is there already is replaced only where `mayReplace` says so.
 */
export async function restore(
  database: Database,
  pieces: AsyncIterable<Buffer>,
  mayReplace: boolean,
): Promise<void> {
  const script = new Script(pieces)
  let isBegun = false
  await database.transaction(
    async ({ sql }) => {
      // What was read is gone, so a lost connection is not made good by another.
      if (isBegun) throw new DatabaseUnavailable('connection')
      isBegun = true
      await requireFitting(sql, script)
      if (!mayReplace) await requireEmpty(sql)
      for (;;) {
        const line = await script.line()
        if (line === lastLine) return
        if (line.startsWith('copy ')) await copy(sql, line, script)
        else await run(sql, line)
      }
    },
    { deadlineMs: backupDeadlineMs },
  )
  await database.read(({ sql }) => sql.unsafe('analyze'), { deadlineMs: backupDeadlineMs })
}

async function requireFitting(sql: Sql, script: Script): Promise<void> {
  const first = await script.line()
  if (!first.startsWith(firstLine)) throw new RestoreError('The file is no backup of Entrepôt.')
  const hashes = await migrationHashes(sql)
  if ((await script.line()) === migrationsLine + hashes.join(' ')) return
  throw new RestoreError(
    'The backup is of another version: restore it with that version, then start this one.',
  )
}

async function requireEmpty(sql: Sql): Promise<void> {
  const [row] = await sql`select exists (select from accounts) as "isUsed"`
  if (row?.isUsed) {
    throw new RestoreError(
      'The database holds accounts: restore into an empty one, or give up what it holds with --replace.',
    )
  }
}

async function run(sql: Sql, line: string): Promise<void> {
  // One transaction is open already.
  if (line === 'begin;' || line === 'commit;') return
  if (!/^(set local|truncate|select setval)\b/.test(line)) throw new RestoreError(brokenOff)
  try {
    await sql.unsafe(line)
  } catch (error) {
    if (codeOf(error) !== '42501') throw error
    throw new RestoreError(
      'The database user may not switch triggers off: restore as a superuser, or with psql.',
    )
  }
}

async function copy(sql: Sql, line: string, script: Script): Promise<void> {
  const sink: Writable = await sql.unsafe(line).writable()
  const failed = once(sink, 'error').then(([error]) => Promise.reject(error))
  const done = once(sink, 'finish')
  failed.catch(() => {})
  for await (const rows of script.rows()) {
    if (!sink.write(rows)) await Promise.race([once(sink, 'drain'), failed])
  }
  sink.end()
  await Promise.race([done, failed])
}

const endOfRows = Buffer.from('\\.\n')

/** A backup's lines, and the rows between them in pieces of whole lines. */
class Script {
  readonly #pieces: AsyncIterator<Buffer>
  #held = Buffer.alloc(0)

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  async line(): Promise<string> {
    let end = this.#held.indexOf('\n')
    while (end < 0) {
      await this.#more()
      end = this.#held.indexOf('\n')
    }
    return this.#take(end + 1).toString('utf8', 0, end)
  }

  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      // What is held begins with a line here.
      if (this.#held.subarray(0, 3).equals(endOfRows)) return void this.#take(3)
      const end = this.#held.indexOf(`\n${endOfRows}`)
      if (end >= 0) {
        yield this.#take(end + 1)
        continue
      }
      const whole = this.#held.lastIndexOf('\n') + 1
      if (whole > 0) yield this.#take(whole)
      else await this.#more()
    }
  }

  #take(size: number): Buffer {
    const taken = this.#held.subarray(0, size)
    this.#held = this.#held.subarray(size)
    return taken
  }

  async #more(): Promise<void> {
    const next = await this.#pieces.next()
    if (next.done) throw new RestoreError(brokenOff)
    this.#held = Buffer.concat([this.#held, next.value])
  }
}
