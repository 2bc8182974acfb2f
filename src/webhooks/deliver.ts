import type { Dispatcher } from 'undici'
import type { Database } from '../core/database.ts'
import { ids, newId } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'
import { emit } from '../events/index.ts'
import { endpointPaused } from './events.ts'
import { judge, type Reply } from './judge.ts'
import { bodyOf, headersOf } from './message.ts'
import { pauseEndpoint } from './queries.ts'
import {
  type Claimed,
  finishDelivery,
  insertAttempt,
  noteHealth,
  selectFailingSince,
} from './queries-claim.ts'
import { send } from './send.ts'

export type DispatcherOf = (mode: Mode) => Dispatcher

/** Makes one attempt of a claimed delivery and records what came of it. */
export async function deliver(
  database: Database,
  claimed: Claimed,
  dispatcherOf: DispatcherOf,
  now: Date,
): Promise<void> {
  const eventId = ids.event.encode(claimed.event.id)
  const body = bodyOf(claimed, claimed.event)
  // The signature carries the real time, whatever clock the schedule runs on.
  const headers = headersOf(claimed, eventId, body, new Date())
  const reply = await send(dispatcherOf(claimed.mode), { url: claimed.url, headers, body })
  await record(database, claimed, reply, now)
}

/** Writes an attempt's outcome, unless its lease ran out and another attempt took over. */
export async function record(
  database: Database,
  claimed: Claimed,
  reply: Reply,
  now: Date,
): Promise<void> {
  const { endpointId } = claimed
  await database.transaction(async (db) => {
    const failingSince = (await selectFailingSince(db, endpointId)) ?? now
    const verdict = judge(reply, { tries: claimed.tries, failingSince }, now)
    if (!(await finishDelivery(db, claimed, verdict, now))) return
    const attempt = { id: newId(), deliveryId: claimed.id, number: claimed.attempts }
    await insertAttempt(db, { ...attempt, startedAt: now }, reply)
    const isGood = verdict.state === 'delivered'
    await noteHealth(db, endpointId, isGood, verdict.holdUntil, now)
    if (verdict.pause === null) return
    const paused = await pauseEndpoint(db, endpointId, verdict.pause, now)
    if (paused === undefined) return
    await emit(db, endpointPaused, {
      accountId: paused.accountId,
      mode: paused.mode,
      subjectId: paused.id,
      payload: {
        webhookEndpointId: ids.webhookEndpoint.encode(paused.id),
        sellerId: paused.sellerId && ids.seller.encode(paused.sellerId),
        url: paused.url,
        reason: verdict.pause,
      },
    })
  })
}
