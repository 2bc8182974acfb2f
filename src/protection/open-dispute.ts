import Type from 'typebox'
import type { Context } from '../core/context.ts'
import { ApiError, invalidField, notFound } from '../core/errors.ts'
import { ids, newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { lockPart, type PartRow, setAfterSale } from '../orders/index.ts'
import { type Claim, fullClaim, scaledClaim, totalOf } from './claim.ts'
import { dueAtOf, type DisputeReason as Reason } from './dispute-state.ts'
import { disputeOpened } from './events.ts'
import { tell, writeStep } from './move-dispute.ts'
import { type DisputeRow, insertDispute, selectOpenDispute } from './queries.ts'
import { Dispute, DisputeReason, EvidenceList, Note } from './schema.ts'

export const openDispute = defineOperation({
  name: 'openDispute',
  tag: 'disputes',
  summary: 'Open a dispute',
  description: [
    'Claims money back for a part of an order that did not arrive, is damaged or is not as described.',
    'Not arrived can be claimed from the promised day on; everything until the protection ends.',
    'While it is open the part’s money is not released. The seller has five days to answer, else the claim is paid.',
  ].join('\n'),
  http: 'POST /v1/disputes',
  status: 201,
  scope: 'disputes:write',
  input: Type.Object(
    {
      sellerOrderId: Id('sellerOrder'),
      reason: DisputeReason,
      description: Note,
      lines: Type.Optional(
        Type.Array(
          Type.Object(
            {
              orderLineId: Id('orderLine'),
              quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
            },
            { $id: 'DisputedUnits', additionalProperties: false },
          ),
          { minItems: 1, maxItems: 100, description: 'Everything that was sent unless said.' },
        ),
      ),
      amountMinor: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'Less than what was paid for these units, in the order’s currency.',
        }),
      ),
      evidence: Type.Optional(EvidenceList),
    },
    { additionalProperties: false },
  ),
  output: Dispute,
  errors: ['not_found', 'conflict', 'dispute_too_early', 'dispute_too_late'],
  idempotency: 'accepted',
  cost: 5,
  async handle(context, input) {
    const { db, now } = context
    const { record, part } = await disputablePart(context, input.sellerOrderId)
    assertInTime(part, input.reason, now)
    const claim = wantedClaim(
      fullClaim(record, part, input.lines),
      part.currency,
      input.amountMinor,
    )
    const dispute = rowOf(part, claim, input, now)
    if (!(await insertDispute(db, dispute))) throw await alreadyOpen(context, part)
    await setAfterSale(db, record, part, 'open', now)
    const { evidence, description: note } = input
    const amountMinor = dispute.claimedMinor
    await writeStep(db, dispute, {
      action: 'open',
      actor: 'buyer',
      amountMinor,
      note,
      evidence,
      now,
    })
    return await tell(db, dispute, disputeOpened)
  },
})

async function disputablePart({ db, caller }: Context, wireId: string) {
  const locked = await lockPart(db, ids.sellerOrder.decode(wireId))
  const { accountId, mode } = locked.part
  const isBuyer = accountId === caller.accountId && mode === caller.mode && caller.sellerId === null
  if (!isBuyer) throw notFound('seller order', wireId)
  return locked
}

// Before the promised day a parcel is on its way; afterwards every day counts against the seller.
function assertInTime(part: PartRow, reason: Reason, now: Date): void {
  if (part.protectionEndsAt !== null && now >= part.protectionEndsAt) {
    const endedAt = part.protectionEndsAt.toISOString()
    throw new ApiError('dispute_too_late', `The protection of this part ended at ${endedAt}.`, {
      extra: { protectionEndsAt: endedAt },
    })
  }
  const isEarly = reason === 'notReceived' && part.deliveredAt === null && now < part.deliverBy
  if (isEarly) {
    const from = part.deliverBy.toISOString()
    throw new ApiError('dispute_too_early', `It is promised by ${from}: claim it from then on.`, {
      extra: { openableAt: from },
    })
  }
}

function wantedClaim(full: Claim, currency: string, amountMinor: number | undefined): Claim {
  const most = totalOf(full)
  if (most === 0) {
    throw new ApiError('conflict', 'Nothing of it was sent, or all of it went back already.')
  }
  if (amountMinor === undefined) return full
  if (amountMinor > most) {
    throw invalidField('#/amountMinor', 'too_large', `At most ${most} can be claimed for this.`)
  }
  return scaledClaim(full, { amountMinor, currency })
}

async function alreadyOpen({ db }: Context, part: PartRow): Promise<ApiError> {
  const open = await selectOpenDispute(db, part.id)
  return new ApiError('conflict', 'A dispute about this part is open already.', {
    extra: { disputeId: open ? ids.dispute.encode(open.id) : null },
  })
}

function rowOf(
  part: PartRow,
  claim: Claim,
  { reason, description }: { reason: Reason; description: string },
  now: Date,
): DisputeRow {
  return {
    id: newId(),
    orderId: part.orderId,
    sellerOrderId: part.id,
    accountId: part.accountId,
    sellerId: part.sellerId,
    sellerAccountId: part.sellerAccountId,
    mode: part.mode,
    status: 'open',
    reason,
    description,
    currency: part.currency,
    lines: [...claim.lines],
    shippingMinor: claim.shippingMinor,
    feesMinor: claim.feesMinor,
    claimedMinor: totalOf(claim),
    offeredMinor: null,
    refundedMinor: 0,
    openedAt: now,
    dueAt: dueAtOf('open', now),
    closedAt: null,
    closedBy: null,
    decisionNote: null,
    updatedAt: now,
  }
}
