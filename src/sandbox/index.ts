import type { Job } from '../core/job.ts'
import type { AnyOperation } from '../core/operation.ts'
import { useTestShortages } from '../orders/index.ts'
import { advanceSandboxClock } from './advance-sandbox-clock.ts'
import { getSandbox } from './get-sandbox.ts'
import { selectStockOuts } from './queries.ts'
import { openNewSandboxes, runDueClocks, runDueSandbox } from './run-due.ts'
import { setSandboxStock } from './set-sandbox-stock.ts'
import { simulateParcel } from './simulate-parcel.ts'
import { simulateSeller } from './simulate-seller.ts'
import { simulateWebhooks } from './simulate-webhooks.ts'
import { updateSandbox } from './update-sandbox.ts'

/**
 * The world behind test keys: simulated sellers and carriers, a clock that travels, faults on
 * demand. It plays through the same moves as live orders; no live row is ever touched.
 */
export { openTestClocks, type TestClocks } from './clock.ts'
export { openSandbox } from './open-sandbox.ts'
export { runDueSandbox } from './run-due.ts'

useTestShortages(selectStockOuts)

export const operations: readonly AnyOperation[] = [
  getSandbox,
  updateSandbox,
  advanceSandboxClock,
  simulateParcel,
  simulateSeller,
  setSandboxStock,
  simulateWebhooks,
]

export const jobs: readonly Job[] = [
  { name: 'sandbox steps', everyMs: 500, run: (database, now) => runDueSandbox(database, now) },
  { name: 'new sandboxes', everyMs: 1_000, run: openNewSandboxes },
  { name: 'sandbox clocks', everyMs: 5_000, run: runDueClocks },
]
