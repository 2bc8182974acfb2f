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

/** A connection with who has it now. */
interface Lent {
  /** When it is to be replaced. */
  readonly replaceAt: number
  borrowers: number
  /** Whether they let another wait behind them. */
  isShared: boolean
  /** When the one being answered came to be first. */
  firstSince: number
}

interface Waiter {
  readonly mayShare: boolean
  readonly resolve: (lane: Lane) => void
  readonly reject: (reason: unknown) => void
  readonly timer: NodeJS.Timeout
}

const mostBorrowers = 2
/** Waiting behind work that takes longer costs more than it saves. */
const longestSharedMs = 10
const shortestBackoffMs = 100
const longestBackoffMs = 1_000
const tooManyConnections = '53300'

/**
 * Lends connections, one borrower each, but two where both say that they may share and such work takes
 * some milliseconds: when all are lent, the second sends its statement while that of the first runs, so
 * that the server need not sleep and be woken in between. While the server is away it opens one at a
 * time with a growing pause; work waits for it up to `waitMs` and, in a longer outage, is refused at once.
 */
export class Pool {
  readonly #options: PoolOptions
  readonly #lanes = new Map<Lane, Lent>()
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
  /** Milliseconds that work which may share takes, on average of late. */
  #sharedMs = 0

  constructor(options: PoolOptions) {
    this.#options = options
    if (options.first) this.#welcome(options.first)
  }

  /** A connection, for the caller alone unless it may share one; give it back with `release`. */
  borrow(mayShare = false): Promise<Lane> | Lane {
    if (this.#closed) throw new DatabaseUnavailable('closed')
    const lane = this.#idle.pop() ?? (mayShare ? this.#shared() : undefined)
    if (lane) {
      this.#join(lane, mayShare)
      return lane
    }
    if (this.#downSince !== undefined && Date.now() - this.#downSince > this.#options.waitMs) {
      throw new DatabaseUnavailable('connection')
    }
    return this.#wait(mayShare)
  }

  release(lane: Lane): void {
    if (lane.isSpoilt) lane.kill(new DatabaseUnavailable('connection'))
    const lent = this.#lanes.get(lane)
    const now = Date.now()
    if (lent) this.#leave(lent, now)
    if (lane.failure) return
    this.#answeredAt = now
    if (this.#closed || now > (lent?.replaceAt ?? 0)) {
      if (lent && lent.borrowers > 0) return
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

  /** A connection whose borrower lets another wait behind it, once there is no room for more connections. */
  #shared(): Lane | undefined {
    if (this.#waiters.size > 0 || this.#lanes.size < this.#options.size) return undefined
    return [...this.#lanes.keys()].find((lane) => this.#hasRoom(lane, true))
  }

  #hasRoom(lane: Lane, mayShare: boolean): boolean {
    const { borrowers, isShared, replaceAt } = this.#lanes.get(lane)!
    if (borrowers === 0) return true
    const isBrief = mayShare && isShared && this.#sharedMs < longestSharedMs
    return isBrief && borrowers < mostBorrowers && Date.now() < replaceAt
  }

  #join(lane: Lane, mayShare: boolean): void {
    const lent = this.#lanes.get(lane)!
    lent.borrowers += 1
    lent.isShared = mayShare
    if (lent.borrowers === 1) lent.firstSince = Date.now()
  }

  #leave(lent: Lent, now: number): void {
    if (lent.isShared) this.#sharedMs += (now - lent.firstSince - this.#sharedMs) / 20
    lent.firstSince = now
    lent.borrowers -= 1
  }

  #wait(mayShare: boolean): Promise<Lane> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(new DatabaseUnavailable(this.#downSince ? 'connection' : 'poolExhausted'))
      }, this.#options.waitMs)
      const waiter = { mayShare, resolve, reject, timer }
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
    const replaceAt = Date.now() + this.#options.lifetimeMs * (0.8 + Math.random() * 0.4)
    this.#lanes.set(lane, { replaceAt, borrowers: 0, isShared: false, firstSince: 0 })
    lane.onDeath = () => this.#bury(lane)
    this.#lend(lane)
    for (let i = 0; i < this.#waiters.size; i += 1) this.#grow()
  }

  /** In the order in which they wait: one who must be alone is not overtaken by those who may share. */
  #lend(lane: Lane): void {
    for (const waiter of this.#waiters) {
      if (!this.#hasRoom(lane, waiter.mayShare)) return
      this.#waiters.delete(waiter)
      clearTimeout(waiter.timer)
      this.#join(lane, waiter.mayShare)
      waiter.resolve(lane)
    }
    if (this.#lanes.get(lane)!.borrowers === 0) this.#idle.push(lane)
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
