import { forgetOldKeys } from '../core/idempotency.ts'
import type { Job } from '../core/job.ts'

/** Forgets stored replies whose promised hours are over. */
export const forgetReplies: Job = {
  name: 'forgetReplies',
  everyMs: 600_000,
  run: (database, now) => database.transaction((db) => forgetOldKeys(db, now)),
}
