import type { FastifyInstance } from 'fastify'
import type { Database } from '../core/database.ts'
import { receivePaymentNotice } from '../ledger/index.ts'

/**
 * Where payment providers report. It speaks the provider's language, signed by the provider, so it is
 * no operation: the body must reach the signature check byte by byte.
 */
export function registerPaymentWebhooks(
  app: FastifyInstance,
  { database, now = () => new Date() }: { database: Database; now?: () => Date },
): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post<{ Body: string }>('/v1/payment-notices/stripe', async (request) => {
      const signature = String(request.headers['stripe-signature'] ?? '')
      const receipt = await receivePaymentNotice(database, request.body, signature, now())
      return { receipt }
    })
  })
}
