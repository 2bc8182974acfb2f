import { ApiError } from '../core/errors.ts'
import type { PayoutRow } from './queries.ts'
import type { PayoutStatus } from './tables.ts'

/** Where a payout may go from where. A bank may send back what it had reported as paid. */
const moves: Readonly<Record<PayoutStatus, readonly PayoutStatus[]>> = {
  pending: ['processing', 'paid', 'failed', 'cancelled'],
  processing: ['paid', 'failed'],
  paid: ['failed'],
  failed: [],
  cancelled: [],
}

export interface PayoutChange {
  readonly status: PayoutStatus
  readonly externalReference?: string | undefined
  readonly failureReason?: string | undefined
}

/** The payout moved on; throws `conflict` where there is no such way. */
export function movedPayout(row: PayoutRow, change: PayoutChange, now: Date): PayoutRow {
  const { status } = change
  if (!moves[row.status].includes(status)) {
    throw new ApiError('conflict', `The payout is ${row.status} and cannot become ${status}.`, {
      extra: { status: row.status },
    })
  }
  return {
    ...row,
    status,
    externalReference: change.externalReference ?? row.externalReference,
    failureReason: change.failureReason ?? row.failureReason,
    processingAt: status === 'processing' ? now : row.processingAt,
    paidAt: status === 'paid' ? now : row.paidAt,
    failedAt: status === 'failed' ? now : row.failedAt,
    cancelledAt: status === 'cancelled' ? now : row.cancelledAt,
  }
}
