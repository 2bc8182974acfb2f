import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../core/config.ts'
import { ApiError } from '../core/errors.ts'
import { type Buckets, type Limits, memoryBuckets } from './gcra.ts'

/** Spends points from the caller's bucket; refuses with `rate_limited` when they do not suffice. */
export type Spend = (
  request: FastifyRequest,
  reply: FastifyReply,
  bucket: string,
  cost: number,
) => Promise<{ remaining: number }>

interface Charged {
  limitBucket?: string
  limitCost?: number
}

/** @fastify/rate-limit's store contract over our buckets; its own window lets twice the limit through. */
function storeOver(buckets: Buckets, limits: Limits) {
  return class GcraStore {
    incr(
      key: string,
      done: (error: Error | null, result?: { current: number; ttl: number }) => void,
    ): void {
      const cut = key.lastIndexOf('|')
      const result = buckets.spend(key.slice(0, cut), Number(key.slice(cut + 1)), limits)
      Promise.resolve(result).then(
        ({ isAllowed, remaining, waitMs }) =>
          done(null, {
            current: isAllowed ? limits.burst - remaining : limits.burst + 1,
            ttl: waitMs,
          }),
        done,
      )
    }

    child(): GcraStore {
      return this
    }
  }
}

/**
 * One bucket per key over both doors, in points; headers of the IETF draft (`RateLimit`,
 * `RateLimit-Policy`), whose structured-field strings need their quotes.
 */
export async function registerRateLimit(app: FastifyInstance, config: Config): Promise<Spend> {
  const limits = config.rateLimit
  const buckets =
    config.redisUrl === undefined ? memoryBuckets() : await openRedisBuckets(config.redisUrl, app)
  app.addHook('onClose', () => buckets.close())
  await app.register(rateLimit, {
    global: false,
    max: limits.burst,
    store: storeOver(buckets, limits) as never,
    keyGenerator: (request) => {
      const { limitBucket, limitCost } = request as FastifyRequest & Charged
      return `${limitBucket}|${limitCost}`
    },
  })
  const check = app.createRateLimit()
  const policy = `"default";q=${limits.pointsPerMinute};w=60`
  return async (request, reply, bucket, cost) => {
    const charged = request as FastifyRequest & Charged
    charged.limitBucket = bucket
    charged.limitCost = cost
    const outcome = await check(request)
    if (outcome.isAllowed) return { remaining: limits.burst }
    const seconds = Math.max(1, Math.ceil(outcome.ttl / 1000))
    reply.header('ratelimit-policy', policy)
    if (!outcome.isExceeded) {
      reply.header('ratelimit', `"default";r=${outcome.remaining};t=${seconds}`)
      return { remaining: outcome.remaining }
    }
    reply.header('ratelimit', `"default";r=0;t=${seconds}`)
    throw new ApiError(
      'rate_limited',
      cost > limits.burst
        ? `This request costs ${cost} points and no key may spend more than ${limits.burst} at once: ask for less.`
        : `The key has spent its points: try again in ${seconds} s.`,
      { retryAfterSeconds: seconds, extra: { 'violated-policies': ['default'], cost } },
    )
  }
}

/** Loaded only where it is configured: one node needs no Redis. */
async function openRedisBuckets(url: string, app: FastifyInstance): Promise<Buckets> {
  const { redisBuckets } = await import('./redis-buckets.ts')
  return redisBuckets(url, app.log)
}
