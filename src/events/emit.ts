import type Type from 'typebox'
import type { Tx } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'
import type { EventDefinition } from './define.ts'

export interface Emission<P> {
  /** Whose log it enters. */
  readonly accountId: string
  readonly mode: Mode
  /** The uuid of the thing it happened to; its events keep their order. */
  readonly subjectId: string
  readonly payload: P
}

/** Writes an event into the log, in the transaction of the change that it tells of; answers its uuid. */
export async function emit<P extends Type.TSchema>(
  { sql }: Tx,
  event: EventDefinition<P>,
  { accountId, mode, subjectId, payload }: Emission<Type.Static<P>>,
): Promise<string> {
  const id = newId()
  await sql`
    insert into events (id, account_id, mode, type, subject_id, payload)
    values (${id}, ${accountId}, ${mode}, ${event.type}, ${subjectId}, ${sql.json(payload as never)})`
  return id
}

/** An event to be written, of whichever kind. */
export interface News extends Emission<unknown> {
  readonly event: EventDefinition<Type.TSchema>
}

/** Writes several events of one kind in one statement. */
export function emitAll<P extends Type.TSchema>(
  db: Tx,
  event: EventDefinition<P>,
  emissions: readonly Emission<Type.Static<P>>[],
): Promise<void> {
  return emitEach(
    db,
    emissions.map((emission) => ({ ...emission, event })),
  )
}

/** Writes events of several kinds in one statement, in their order. */
export async function emitEach({ sql }: Tx, news: readonly News[]): Promise<void> {
  if (news.length === 0) return
  const rows = news.map((one) => ({
    id: newId(),
    account_id: one.accountId,
    mode: one.mode,
    type: one.event.type,
    subject_id: one.subjectId,
    payload: one.payload,
  }))
  await sql`
    insert into events (id, account_id, mode, type, subject_id, payload)
    select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as row(id uuid, account_id uuid, mode text, type text, subject_id uuid, payload jsonb)`
}
