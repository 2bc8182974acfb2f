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

/** Writes several events of one kind in one statement. */
export async function emitAll<P extends Type.TSchema>(
  { sql }: Tx,
  event: EventDefinition<P>,
  emissions: readonly Emission<Type.Static<P>>[],
): Promise<void> {
  if (emissions.length === 0) return
  const rows = emissions.map((one) => ({
    id: newId(),
    account_id: one.accountId,
    mode: one.mode,
    subject_id: one.subjectId,
    payload: one.payload,
  }))
  await sql`
    insert into events (id, account_id, mode, type, subject_id, payload)
    select id, account_id, mode, ${event.type}, subject_id, payload
    from jsonb_to_recordset(${sql.json(rows as never)})
      as row(id uuid, account_id uuid, mode text, subject_id uuid, payload jsonb)`
}
