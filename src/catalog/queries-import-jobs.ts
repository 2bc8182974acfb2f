import type { Tx } from '../core/database.ts'
import type { FeedProblem } from './feeds/feed-product.ts'

export type ImportStatus = 'receiving' | 'queued' | 'running' | 'completed' | 'failed'

export interface ImportRow extends NewImport, ImportCounts {
  bytes_read: number
  batches: number[]
  failure_code: string | null
  failure_detail: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

export interface NewImport {
  id: string
  seller_id: string
  status: ImportStatus
  format: string | null
  file_name: string | null
  is_full: boolean
  currency: string
  language: string
  bytes_total: number | null
}

/** What a batch adds to the figures of its import. */
export interface ImportCounts {
  created: number
  updated: number
  unchanged: number
  failed: number
  retired: number
  errors: number
  warnings: number
}

/** A worker that is silent for longer than this has died. */
const leaseSeconds = 60

/** Positions of problems are those of their batch, so that they follow the file. */
const positionsPerBatch = 10_000

/** Problems kept for reading back; beyond that they are only counted. */
export const maxStoredProblems = 10_000

export async function insertImport({ sql }: Tx, row: NewImport): Promise<ImportRow> {
  const [made] = await sql<ImportRow[]>`
    insert into imports ${sql(row as never)} returning *`
  await renewLease({ sql } as Tx, row.id)
  return made!
}

export async function renewLease({ sql }: Pick<Tx, 'sql'>, id: string): Promise<void> {
  await sql`
    update imports set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${id}`
}

export async function selectImport({ sql }: Tx, id: string): Promise<ImportRow | undefined> {
  const [row] = await sql<ImportRow[]>`select * from imports where id = ${id}`
  return row
}

/** Imports of the given sellers (of all where null), newest first. */
export async function selectImports(
  { sql }: Tx,
  sellerIds: readonly string[] | null,
  limit: number,
  before: string | undefined,
): Promise<ImportRow[]> {
  return await sql<ImportRow[]>`
    select * from imports
    where true
      ${sellerIds === null ? sql`` : sql`and seller_id = any(${sellerIds as string[]}::uuid[])`}
      ${before === undefined ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit}`
}

/** Sellers of an account. */
export async function selectSellerIdsOfAccount({ sql }: Tx, accountId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from sellers where account_id = ${accountId}`
  return rows.map(({ id }) => id)
}

/** Whether the import may run now: one at a time for a seller, so that feeds do not fight over rows. */
export async function claimImport({ sql }: Tx, id: string, sellerId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('import'), hashtext(${sellerId}))`
  const claimed = await sql`
    update imports set status = 'running', started_at = coalesce(started_at, now()),
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${id} and (status in ('receiving', 'queued') or lease_until < now())
      and status not in ('completed', 'failed')
      and not exists (
        select from imports other
        where other.seller_id = ${sellerId} and other.status = 'running'
          and other.id <> ${id} and other.lease_until >= now())
    returning id`
  return claimed.length > 0
}

/** An uploaded import that waits, or whose worker died; oldest first. */
export async function selectDueImports({ sql }: Tx): Promise<ImportRow[]> {
  return await sql<ImportRow[]>`
    select i.* from imports i
    where i.status in ('queued', 'running') and (i.status = 'queued' or i.lease_until < now())
      and exists (select from import_chunks c where c.import_id = i.id)
    order by i.id limit 10`
}

/**
 * Ends imports whose file is gone: uploads that broke off and runs from a command line that died, or
 * the upload of the given id at once.
 */
export async function failAbandonedImports({ sql }: Tx, uploadId?: string): Promise<number> {
  const rows = await sql`
    update imports i set status = 'failed', finished_at = now(), failure_code = 'interrupted',
      failure_detail = 'The import stopped before its end. What was imported stays; send the file again.'
    where ${
      uploadId === undefined
        ? sql`i.lease_until < now() and (i.status = 'receiving' or (i.status = 'running'
            and not exists (select from import_chunks c where c.import_id = i.id)))`
        : sql`i.id = ${uploadId} and i.status = 'receiving'`
    }
    returning id`
  for (const { id } of rows) await sql`delete from import_chunks where import_id = ${id}`
  return rows.length
}

export async function queueImport({ sql }: Tx, id: string, bytesTotal: number): Promise<ImportRow> {
  const [row] = await sql<ImportRow[]>`
    update imports set status = 'queued', bytes_total = ${bytesTotal}
    where id = ${id} returning *`
  return row!
}

/** Whether a batch of this number is written: before a crash, or by a commit whose answer got lost. */
export async function isBatchWritten({ sql }: Tx, id: string, number: number): Promise<boolean> {
  const [row] = await sql<{ is_written: boolean }[]>`
    select ${number}::int = any(batches) as is_written from imports where id = ${id}`
  return row?.is_written ?? false
}

/**
 * Books a batch and what it brought; answers how many problems were known before, null where another
 * transaction booked the same batch meanwhile. What comes after the file has no batch: number 0. Comes last
 * in its transaction, since it holds the import's row.
 */
export async function bookBatch(
  { sql }: Tx,
  id: string,
  batch: { number: number; bytesRead: number },
  counts: ImportCounts,
): Promise<number | null> {
  const [row] = await sql<{ known: number }[]>`
    update imports set batches = array_remove(batches || ${batch.number}::int, 0), bytes_read = greatest(bytes_read, ${batch.bytesRead}), created = created + ${counts.created}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, failed = failed + ${counts.failed},
      retired = retired + ${counts.retired}, errors = errors + ${counts.errors},
      warnings = warnings + ${counts.warnings},
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${id} and not (${batch.number}::int = any(batches))
    returning errors + warnings - ${counts.errors + counts.warnings}::int as known`
  return row?.known ?? null
}

/** Stores the problems of a batch, as far as the import may keep more of them. */
export async function insertProblems(
  { sql }: Tx,
  importId: string,
  batch: number,
  problems: readonly FeedProblem[],
  known: number,
): Promise<void> {
  const kept = problems.slice(0, Math.max(0, maxStoredProblems - known))
  if (kept.length === 0) return
  const rows = kept.map(({ severity, line, column, externalId, problem }, index) => ({
    position: batch * positionsPerBatch + index,
    severity,
    line,
    column_name: column,
    external_id: externalId?.slice(0, 200) ?? null,
    ...problem,
  }))
  await sql`
    insert into import_problems
      (import_id, position, severity, line, "column", external_id, code, reason, fix)
    select ${importId}, r.position, r.severity, r.line, r.column_name, r.external_id, r.code,
      r.reason, r.fix
    from json_to_recordset(${storable(rows)}::json) as r(position int, severity text, line int,
      column_name text, external_id text, code text, reason text, fix text)`
}

/** Problems quote damaged input; NUL and half surrogates cannot be stored. */
function storable(rows: unknown): string {
  return JSON.stringify(rows).replace(/\\u0000|\\ud[89a-f][0-9a-f]{2}/gi, '\ufffd')
}

export interface ProblemRow {
  position: number
  severity: 'error' | 'warning'
  line: number
  column: string | null
  external_id: string | null
  code: string
  reason: string
  fix: string
}

/** Problems of an import in the order of the file, after a position. */
export async function selectProblems(
  { sql }: Tx,
  importId: string,
  severity: string | null,
  limit: number,
  after: number,
): Promise<ProblemRow[]> {
  return await sql<ProblemRow[]>`
    select position, severity, line, "column", external_id, code, reason, fix
    from import_problems
    where import_id = ${importId} and position > ${after}
      ${severity === null ? sql`` : sql`and severity = ${severity}`}
    order by position limit ${limit}`
}

/** Ends an import and forgets its file; figures and problems stay. */
export async function finishImport(
  { sql }: Tx,
  id: string,
  failure: { code: string; detail: string } | null,
): Promise<ImportRow> {
  await sql`delete from import_chunks where import_id = ${id}`
  const [row] = await sql<ImportRow[]>`
    update imports set status = ${failure ? 'failed' : 'completed'}, finished_at = now(),
      failure_code = ${failure?.code ?? null}, failure_detail = ${failure?.detail ?? null},
      lease_until = null
    where id = ${id} returning *`
  return row!
}

export async function insertChunk(
  { sql }: Tx,
  importId: string,
  position: number,
  bytes: Uint8Array,
): Promise<void> {
  await sql`insert into import_chunks (import_id, position, bytes)
    values (${importId}, ${position}, ${bytes})`
  await renewLease({ sql }, importId)
}

export async function selectChunk({ sql }: Tx, importId: string, position: number) {
  const [row] = await sql<{ bytes: Uint8Array }[]>`
    select bytes from import_chunks where import_id = ${importId} and position = ${position}`
  return row?.bytes
}

export async function updateFormat({ sql }: Tx, id: string, format: string): Promise<void> {
  await sql`update imports set format = ${format} where id = ${id}`
}
