import type { FastifyBaseLogger } from 'fastify'
import { Redis } from 'ioredis'
import { type Buckets, memoryBuckets } from './gcra.ts'

/** `spend` of gcra.ts in one atomic step; Redis' own clock serves all nodes. */
const script = `
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local cost, burst, perPoint = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local capacity = burst * perPoint
local start = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local next = start + cost * perPoint
if next - now > capacity then
  return {0, math.floor((capacity - (start - now)) / perPoint), math.ceil(next - now - capacity)}
end
redis.call('SET', KEYS[1], string.format('%.3f', next), 'PX', math.ceil(next - now) + 1000)
return {1, math.floor((capacity - (next - now)) / perPoint), math.ceil(next - now)}`

/**
 * Buckets that several nodes share. When Redis is away each node limits on its own: a lost Redis
 * must neither hang a request nor lift the limit.
 */
export function redisBuckets(url: string, log: FastifyBaseLogger): Buckets {
  const own = memoryBuckets()
  const redis = new Redis(url, {
    // Queueing commands while offline would hang every request.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 500,
    commandTimeout: 100,
  })
  let isDown = false
  const say = (down: boolean, err?: unknown) => {
    if (down !== isDown) log.warn({ err }, down ? 'Redis lost: limits per node' : 'Redis is back')
    isDown = down
  }
  redis.on('error', (err) => say(true, err))
  redis.on('ready', () => say(false))
  return {
    async spend(bucket, cost, limits) {
      const perPoint = 60_000 / limits.pointsPerMinute
      try {
        const [allowed, remaining, waitMs] = (await redis.eval(
          script,
          1,
          `entrepot:limit:${bucket}`,
          cost,
          limits.burst,
          perPoint,
        )) as [number, number, number]
        return { isAllowed: allowed === 1, remaining, waitMs }
      } catch (err) {
        say(true, err)
        return own.spend(bucket, cost, limits)
      }
    },
    async close() {
      redis.disconnect()
    },
  }
}
