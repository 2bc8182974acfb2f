import { Lane, type Target } from './pool-lane.ts'
import { DatabaseUnavailable } from './unavailable.ts'

export interface Subscriber {
  readonly onMessage: (payload: string) => void
  readonly onState?: ((state: 'listening' | 'lost') => void) | undefined
}

const connectMs = 2_000
const heartbeatMs = 10_000
const answerMs = 3_000
const pauseMs = 500

/**
 * LISTEN over one connection of its own, opened with the first subscriber and reopened when it is
 * lost. NOTIFY is a hint: messages sent while it was lost are missing, so subscribers look again
 * whenever they are told that listening began.
 */
export class Listener {
  readonly #target: () => Promise<Target>
  readonly #channels = new Map<string, Set<Subscriber>>()
  #lane: Lane | undefined
  #timer: NodeJS.Timeout | undefined
  #connecting: Promise<void> | undefined
  #closed = false

  constructor(target: () => Promise<Target>) {
    this.#target = target
  }

  /** Answers once listening began, or was found impossible for now and is being retried. */
  async subscribe(channel: string, subscriber: Subscriber): Promise<() => Promise<void>> {
    if (this.#closed) throw new DatabaseUnavailable('closed')
    const subscribers = this.#channels.get(channel) ?? new Set()
    this.#channels.set(channel, subscribers.add(subscriber))
    if (this.#connecting) await this.#connecting
    if (!this.#lane) await this.#connect()
    else if (await this.#say(this.#lane, `listen ${quoted(channel)}`)) {
      subscriber.onState?.('listening')
    }
    return () => this.#unsubscribe(channel, subscriber)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#channels.clear()
    await this.#connecting
    await this.#lane?.close()
  }

  async #unsubscribe(channel: string, subscriber: Subscriber): Promise<void> {
    const subscribers = this.#channels.get(channel)
    if (!subscribers?.delete(subscriber) || subscribers.size > 0) return
    this.#channels.delete(channel)
    if (this.#lane) await this.#say(this.#lane, `unlisten ${quoted(channel)}`)
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  async #open(): Promise<void> {
    try {
      const lane = await Lane.open(await this.#target(), connectMs, (channel, payload) => {
        for (const { onMessage } of this.#channels.get(channel) ?? []) onMessage(payload)
      })
      lane.onDeath = () => this.#lost(lane)
      this.#lane = lane
      const commands = [...this.#channels.keys()].map((channel) => `listen ${quoted(channel)}`)
      if (await this.#say(lane, commands.join(';') || 'select 1')) {
        this.#tell('listening')
        this.#beat(lane)
      }
    } catch {
      // Any reason to fail is a reason to try again; the pool reports outages.
      this.#later()
    }
  }

  #lost(lane: Lane): void {
    if (this.#lane !== lane) return
    this.#lane = undefined
    this.#tell('lost')
    this.#later()
  }

  #later(): void {
    clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.#connect(), pauseMs)
  }

  // A connection that only waits would never notice a server that froze.
  #beat(lane: Lane): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(async () => {
      if (await this.#say(lane, 'select 1')) this.#beat(lane)
    }, heartbeatMs)
  }

  async #say(lane: Lane, command: string): Promise<boolean> {
    try {
      await lane.supervise(() => lane.tx.sql.unsafe(command), answerMs)
      return true
    } catch (error) {
      lane.kill(new DatabaseUnavailable('connection', { cause: error }))
      return false
    }
  }

  #tell(state: 'listening' | 'lost'): void {
    for (const subscribers of this.#channels.values()) {
      for (const { onState } of subscribers) onState?.(state)
    }
  }
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`
}
