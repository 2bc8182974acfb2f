import Type from 'typebox'
import { notFound } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { Id } from '../core/schema.ts'
import { selectQuote } from './queries-quote.ts'
import { Quote } from './quote-schema.ts'
import { quoteView } from './quote-view.ts'

export const getQuote = defineOperation({
  name: 'getQuote',
  tag: 'orders',
  summary: 'Get a quote',
  description: 'One of your quotes, as it was priced.',
  http: 'GET /v1/quotes/{id}',
  scope: 'orders:read',
  input: Type.Object({ id: Id('quote') }, { additionalProperties: false }),
  output: Quote,
  errors: ['not_found'],
  async handle({ db, caller, now }, { id }) {
    const row = await selectQuote(db, ids.quote.decode(id))
    if (row?.accountId !== caller.accountId || row.mode !== caller.mode) throw notFound('quote', id)
    return quoteView(row, now)
  },
})
