import type net from 'node:net'
import postgres from 'postgres'
import type { Tx } from './database.ts'
import { addArrayTypes } from './pool-arrays.ts'
import { ormOver } from './pool-orm.ts'
import { connectFrugally, writeTogether } from './pool-socket.ts'
import { valueTypes } from './pool-values.ts'
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts'

/** Where a lane connects to and with which session settings. */
export interface Target {
  readonly url: string
  readonly options: postgres.Options<Record<string, postgres.PostgresType>>
}

type ParsedOptions = { host: string[]; port: number[]; path?: string | false }
type Settle = (reason: unknown) => void

/**
 * One connection: a postgres.js client of one connection over one socket. It never reconnects, so
 * that no statement of a broken transaction can run outside of it on a fresh connection.
 */
export class Lane {
  readonly tx: Tx
  /** Why the lane cannot be used any more. */
  failure: Error | undefined
  /** Set when the lane is in a state that nobody else should get; whoever lent it cuts it. */
  isSpoilt = false
  onDeath: (lane: Lane) => void = () => {}
  readonly #client: postgres.Sql
  #socket: net.Socket | undefined
  #isConnecting = false
  readonly #abandon = new Set<Settle>()

  private constructor(target: Target, onNotify?: (channel: string, payload: string) => void) {
    const options = {
      ...target.options,
      types: valueTypes,
      max: 1,
      backoff: false,
      max_lifetime: null,
      idle_timeout: 0,
      connect_timeout: 0,
      onnotice: () => {},
      onnotify: onNotify,
      no_subscribe: true,
      fetch_types: false,
      socket: (parsed: ParsedOptions) => this.#connectOnce(parsed),
      onclose: () => this.#died(new DatabaseUnavailable('connection')),
    }
    this.#client = postgres(target.url, options)
    addArrayTypes(this.#client)
    this.#client.json = (value) => this.#client.typed(JSON.stringify(value), 3802)
    const plansOnce = target.options.connection?.plan_cache_mode === 'force_generic_plan'
    this.tx = Object.freeze({ sql: this.#client, orm: ormOver(this.#client), plansOnce })
  }

  /** Connects, or throws what the driver said; after `deadlineMs` throws `DatabaseUnavailable`. */
  static async open(
    target: Target,
    deadlineMs: number,
    onNotify?: (channel: string, payload: string) => void,
  ): Promise<Lane> {
    const lane = new Lane(target, onNotify)
    try {
      await lane.supervise(() => lane.tx.sql.unsafe('select 1'), deadlineMs)
      return lane
    } catch (error) {
      lane.kill(new DatabaseUnavailable('connection', { cause: error }))
      throw error
    }
  }

  /**
   * Settles as the work does, or rejects when the connection dies; kills it at the deadline, by which
   * other work on it is lost, not late.
   */
  supervise<T>(work: () => PromiseLike<T>, deadlineMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.failure) return reject(this.failure)
      const timer = setTimeout(() => {
        const cause = new DatabaseUnavailable('deadline')
        abandon(cause)
        this.kill(cause)
      }, deadlineMs)
      const finish = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          clearTimeout(timer)
          this.#abandon.delete(abandon)
          settle(value)
        }
      }
      const abandon = finish(reject)
      this.#abandon.add(abandon)
      try {
        work().then(finish(resolve), finish(reject))
      } catch (error) {
        finish(reject)(error)
      }
    })
  }

  /** Lets the process end although the connection is open. */
  unref(): void {
    this.#socket?.unref()
  }

  /** Cuts the connection; the server rolls back what was open on it. */
  kill(cause: Error): void {
    this.#died(cause)
    this.#socket?.destroy()
    this.#end(0)
  }

  /** Says goodbye to the server. */
  async close(): Promise<void> {
    this.failure ??= new DatabaseUnavailable('closed')
    await this.#end(1)
    this.#socket?.destroy()
  }

  #died(cause: Error): void {
    if (this.failure) return
    this.failure = cause
    const isLate = isUnavailable(cause, 'deadline')
    const lost = isLate ? new DatabaseUnavailable('connection', { cause }) : cause
    for (const abandon of [...this.#abandon]) abandon(lost)
    // Settles statements that the driver still keeps in its queue.
    this.#end(0)
    this.onDeath(this)
  }

  async #end(timeout: number): Promise<void> {
    await this.#client.end({ timeout })
  }

  async #connectOnce({ host, port, path }: ParsedOptions): Promise<net.Socket> {
    if (this.#isConnecting || this.failure) {
      throw this.failure ?? new DatabaseUnavailable('connection')
    }
    this.#isConnecting = true
    if (path) return this.#dial({ path })
    const addresses = host.map((name, index) => ({ host: name, port: port[index] ?? 5432 }))
    // With one host left the driver reports errors instead of waiting for its own next attempt.
    host.length = 1
    for (const [index, address] of addresses.entries()) {
      try {
        // The driver takes the server's name for TLS from the socket.
        return Object.assign(await this.#dial(address), address)
      } catch (error) {
        if (this.failure || index === addresses.length - 1) throw error
      }
    }
    throw new DatabaseUnavailable('connection')
  }

  async #dial(address: net.NetConnectOpts): Promise<net.Socket> {
    const socket = connectFrugally(address)
    this.#socket = socket
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
    })
    socket.removeAllListeners('error')
    return writeTogether(socket)
  }
}
