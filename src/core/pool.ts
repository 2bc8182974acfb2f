import type { Lane } from './pool-lane.ts'
import { codeOf, DatabaseUnavailable } from './unavailable.ts'

export interface PoolLogger {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

export interface PoolOptions {
  readonly size: number
  /** Milliseconds a unit of work waits for a connection. */
  readonly waitMs: number
  /** Milliseconds after which a connection is replaced, give or take a fifth. */
  readonly lifetimeMs: number
  readonly open: () => Promise<Lane>
  /** A connection that is open already; without one the first borrower opens it. */
  readonly first?: Lane
  readonly logger?: PoolLogger | undefined
}

interface Waiter {
  readonly resolve: (lane: Lane) => void
  readonly reject: (reason: unknown) => void
  readonly timer: NodeJS.Timeout
}

const shortestBackoffMs = 100
const longestBackoffMs = 1_000
const tooManyConnections = '53300'

/**
 * Lends connections, one borrower each. While the server is away it opens one at a time with a
 * growing pause; work waits for it up to `waitMs` and, in a longer outage, is refused at once.
 */
export class Pool {
  readonly #options: PoolOptions
  /** Every connection and when it is to be replaced. */
  readonly #lanes = new Map<Lane, number>()
  readonly #idle: Lane[] = []
  readonly #waiters = new Set<Waiter>()
  #opening = 0
  #closed = false
  #downSince: number | undefined
  #backoffMs = shortestBackoffMs
  #retry: NodeJS.Timeout | undefined
  #verifying = false
  #isGrowthPostponed = false
  #answeredAt = 0

  constructor(options: PoolOptions) {
    this.#options = options
    if (options.first) this.#welcome(options.first)
  }

  /** A connection for the caller alone; give it back with `release`. */
  borrow(): Promise<Lane> | Lane {
    if (this.#closed) throw new DatabaseUnavailable('closed')
    const lane = this.#idle.pop()
    if (lane) return lane
    if (this.#downSince !== undefined && Date.now() - this.#downSince > this.#options.waitMs) {
      throw new DatabaseUnavailable('connection')
    }
    return this.#wait()
  }

  release(lane: Lane): void {
    if (lane.isSpoilt) lane.kill(new DatabaseUnavailable('connection'))
    if (lane.failure) return
    const now = Date.now()
    this.#answeredAt = now
    if (this.#closed || now > (this.#lanes.get(lane) ?? 0)) {
      this.#lanes.delete(lane)
      void lane.close()
      if (!this.#closed) this.#grow()
      return
    }
    this.#lend(lane)
  }

  /** Whether the server answered somebody within the last second. */
  get isAnswering(): boolean {
    return !this.#closed && this.#downSince === undefined && Date.now() - this.#answeredAt < 1_000
  }

  /** After a unit of work overran its deadline: asks the server for a sign of life. */
  async verify(): Promise<void> {
    if (this.#verifying || this.#downSince !== undefined || this.#closed) return
    this.#verifying = true
    try {
      const lane = await this.#options.open()
      await lane.close()
    } catch (error) {
      if (codeOf(error) !== tooManyConnections) this.#goDown(error)
    } finally {
      this.#verifying = false
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#refuseWaiters(() => new DatabaseUnavailable('closed'))
    const lanes = [...this.#lanes.keys()]
    this.#lanes.clear()
    await Promise.all(lanes.map((lane) => lane.close()))
  }

  #wait(): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(new DatabaseUnavailable(this.#downSince ? 'connection' : 'poolExhausted'))
      }, this.#options.waitMs)
      const waiter = { resolve, reject, timer }
      this.#waiters.add(waiter)
      this.#grow()
    })
  }

  #grow(): void {
    if (this.#downSince !== undefined || this.#closed || this.#isGrowthPostponed) return
    const missing = this.#waiters.size - this.#opening
    if (missing > 0 && this.#lanes.size + this.#opening < this.#options.size) void this.#open()
  }

  async #open(): Promise<void> {
    this.#opening += 1
    try {
      const lane = await this.#options.open()
      this.#welcome(lane)
    } catch (error) {
      // Other connections work: the server may just allow no more of them.
      if (this.#lanes.size > 0) this.#postponeGrowth(error)
      else this.#goDown(error)
    } finally {
      this.#opening -= 1
    }
  }

  #welcome(lane: Lane): void {
    if (this.#downSince !== undefined) {
      this.#options.logger?.info({ outageMs: Date.now() - this.#downSince }, 'database is back')
      this.#downSince = undefined
    }
    this.#backoffMs = shortestBackoffMs
    if (this.#closed) return void lane.close()
    this.#lanes.set(lane, Date.now() + this.#options.lifetimeMs * (0.8 + Math.random() * 0.4))
    lane.onDeath = () => this.#bury(lane)
    this.#lend(lane)
    for (let i = 0; i < this.#waiters.size; i += 1) this.#grow()
  }

  #lend(lane: Lane): void {
    const [waiter] = this.#waiters
    if (!waiter) {
      this.#idle.push(lane)
      return
    }
    this.#waiters.delete(waiter)
    clearTimeout(waiter.timer)
    waiter.resolve(lane)
  }

  #bury(lane: Lane): void {
    this.#lanes.delete(lane)
    const position = this.#idle.indexOf(lane)
    if (position >= 0) this.#idle.splice(position, 1)
    this.#grow()
  }

  #postponeGrowth(cause: unknown): void {
    if (this.#closed || this.#isGrowthPostponed) return
    this.#options.logger?.warn({ err: cause }, 'no further database connection')
    this.#isGrowthPostponed = true
    this.#retry = setTimeout(() => {
      this.#isGrowthPostponed = false
      this.#grow()
    }, longestBackoffMs)
  }

  #goDown(cause: unknown): void {
    if (this.#closed) return
    this.#isGrowthPostponed = false
    if (this.#downSince === undefined) {
      this.#downSince = Date.now()
      this.#options.logger?.warn({ err: cause }, 'database is away')
    }
    for (const lane of [...this.#lanes.keys()])
      lane.kill(new DatabaseUnavailable('connection', { cause }))
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#open(), this.#backoffMs)
    this.#backoffMs = Math.min(this.#backoffMs * 2, longestBackoffMs)
  }

  #refuseWaiters(reason: () => Error): void {
    for (const waiter of this.#waiters) {
      clearTimeout(waiter.timer)
      waiter.reject(reason())
    }
    this.#waiters.clear()
  }
}
