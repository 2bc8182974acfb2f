import type { Context } from '../core/context.ts'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { emitAll } from '../events/index.ts'
import { payoutReversalPosting, payoutSettlementPosting, post } from '../ledger/index.ts'
import { payoutMoved } from './events.ts'
import { movedPayout, type PayoutChange } from './payout-state.ts'
import { selectPayout, updatePayout } from './queries.ts'
import { emissionsOf, moveOf } from './run-payouts.ts'
import { payoutOf } from './schema.ts'

type Target = PayoutChange & { readonly status: keyof typeof payoutMoved }

/** Moves a payout on with its money and its news; throws `not_found` and `conflict`. */
export async function movePayout({ db, caller, now }: Context, wireId: string, change: Target) {
  const row = await selectPayout(db, caller.mode, ids.payout.decode(wireId), { lock: true })
  if (row === undefined) throw notFound('payout', wireId)
  const moved = movedPayout(row, change, now)
  await updatePayout(db, moved)
  const move = moveOf(moved, now)
  if (change.status === 'paid') await post(db, payoutSettlementPosting(move))
  if (change.status === 'failed' || change.status === 'cancelled') {
    await post(db, payoutReversalPosting({ ...move, wasPaid: row.status === 'paid' }))
  }
  await emitAll(db, payoutMoved[change.status], await emissionsOf(db, [moved]))
  return payoutOf(moved)
}
