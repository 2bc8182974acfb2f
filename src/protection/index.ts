import type { AnyOperation } from '../core/operation.ts'
import { acceptDisputeOffer } from './accept-dispute-offer.ts'
import { addDisputeEvidence } from './add-dispute-evidence.ts'
import { createRefund } from './create-refund.ts'
import { decideDispute } from './decide-dispute.ts'
import { escalateDispute } from './escalate-dispute.ts'
import { getDispute } from './get-dispute.ts'
import { getRefund } from './get-refund.ts'
import { listDisputes } from './list-disputes.ts'
import { listRefunds } from './list-refunds.ts'
import { openDispute } from './open-dispute.ts'
import { respondToDispute } from './respond-to-dispute.ts'
import { withdrawDispute } from './withdraw-dispute.ts'

/**
 * Buyer protection: disputes about what did not arrive, is damaged or is not as described, and the
 * refunds of what was sent. Silence always ends a dispute, against whoever kept silent.
 */
export { events } from './events.ts'
export { links } from './links.ts'
export { jobs, runDueDisputes } from './run-due-disputes.ts'
export { Dispute, Refund } from './schema.ts'

export const operations: readonly AnyOperation[] = [
  openDispute,
  listDisputes,
  getDispute,
  addDisputeEvidence,
  respondToDispute,
  acceptDisputeOffer,
  escalateDispute,
  withdrawDispute,
  decideDispute,
  createRefund,
  listRefunds,
  getRefund,
]
