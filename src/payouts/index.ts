import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { cancelPayout } from './cancel-payout.ts'
import { createCharge } from './create-charge.ts'
import { createPayoutBatch } from './create-payout-batch.ts'
import { exportEarnings } from './export-earnings.ts'
import { failPayout } from './fail-payout.ts'
import { getPayout } from './get-payout.ts'
import { getPayoutBatch } from './get-payout-batch.ts'
import { listCharges } from './list-charges.ts'
import { listEarningEntries } from './list-earning-entries.ts'
import { listEarnings } from './list-earnings.ts'
import { listPayoutBatches } from './list-payout-batches.ts'
import { listPayouts } from './list-payouts.ts'
import { renewPlans } from './renew-plans.ts'
import { settlePayout } from './settle-payout.ts'
import { startPayout } from './start-payout.ts'
import { stopChargeRenewal } from './stop-charge-renewal.ts'

/** Payouts: what sellers and affiliates earned, its way to them, and what sellers buy of the platform. */
export { events } from './events.ts'
export { links } from './links.ts'
export { defaultMinimumMinor } from './minimum.ts'
export { type PayoutRun, runPayouts } from './run-payouts.ts'
export { batchOf, payoutOf } from './schema.ts'

export const operations: readonly AnyOperation[] = [
  listEarnings,
  listEarningEntries,
  exportEarnings,
  listPayouts,
  getPayout,
  createPayoutBatch,
  listPayoutBatches,
  getPayoutBatch,
  startPayout,
  settlePayout,
  failPayout,
  cancelPayout,
  createCharge,
  listCharges,
  stopChargeRenewal,
]

export const jobs: readonly Job[] = [
  { name: 'plans to be bought again', everyMs: 60_000, run: renewPlans },
]
