import { pino } from 'pino'
import type { Config } from '../core/config.ts'

/** Structured logs; whatever could carry a secret or a person's data is cut before it is written. */
export function loggerOf(config: Config) {
  return pino({
    level: config.logLevel,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'req.headers["idempotency-key"]',
        '*.secret',
        '*.token',
        '*.password',
        '*.email',
        '*.phone',
        '*.shippingAddress',
      ],
      censor: '[redacted]',
    },
    serializers: {
      req: (request: {
        method: string
        url: string
        ip: string
        routeOptions?: { url?: string }
      }) => ({
        method: request.method,
        route: request.routeOptions?.url,
        path: request.url.split('?')[0],
        ip: request.ip,
      }),
    },
  })
}
