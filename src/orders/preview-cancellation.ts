import Type from 'typebox'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Enum, Id, Money } from '../core/schema.ts'
import { ownOrder } from './access.ts'
import { cancelOutcomes, outlookOf } from './cancel-outlook.ts'
import { amountOf } from './moves.ts'
import { refundedOf } from './record.ts'

const PartPreview = Type.Object(
  {
    sellerOrderId: Id('sellerOrder'),
    outcome: Enum(cancelOutcomes, {
      $id: 'CancelOutcome',
      description:
        '`cancelled`: at once; `requested`: the seller is asked; `pending`: the seller was asked already; `notPossible`: it is on its way or ended.',
    }),
    refund: Money,
    kept: Money,
  },
  {
    $id: 'CancellationPreviewPart',
    additionalProperties: false,
    description: 'What would go back of one part, and what would stay.',
  },
)

export const CancellationPreview = Type.Object(
  { orderId: Id('order'), refund: Money, parts: Type.Array(PartPreview) },
  {
    $id: 'CancellationPreview',
    additionalProperties: false,
    description:
      'The money effect of cancelling; `refund` counts what the sellers would have to agree to.',
  },
)

export const previewCancellation = defineOperation({
  name: 'previewCancellation',
  tag: 'orders',
  summary: 'Preview a cancellation',
  description:
    'What cancelling the order now would do and give back, part by part. Changes nothing.',
  http: 'GET /v1/orders/{id}/cancellation-preview',
  scope: 'orders:read',
  input: Type.Object({ id: Id('order') }, { additionalProperties: false }),
  output: CancellationPreview,
  errors: ['not_found'],
  async handle(context, { id }) {
    const record = await ownOrder(context, id)
    const { currency } = record.order
    const parts = outlookOf(record, undefined, context.now).map(({ part, outcome, refund }) => {
      const back = amountOf(refund)
      return {
        sellerOrderId: ids.sellerOrder.encode(part.id),
        outcome,
        refund: { amountMinor: back, currency },
        kept: { amountMinor: part.totalMinor - refundedOf(part) - back, currency },
      }
    })
    const total = parts.reduce((all, part) => all + part.refund.amountMinor, 0)
    return { orderId: id, refund: { amountMinor: total, currency }, parts }
  },
})
