import type { Database } from './database.ts'

/** Work that comes due without anybody calling: clocks that run out, events to relay, sweeps. */
export interface Job {
  readonly name: string
  /** Milliseconds between runs that found nothing to do; a run that did something is followed at once. */
  readonly everyMs: number
  /**
   * Does what is due and answers how many things it did. Nodes run it at the same time: it must take
   * rows with `for update skip locked` or be harmless when doubled.
   */
  run(database: Database, now: Date): Promise<number>
  /** Ends when what `run` left running has ended; asked after the last run. */
  settle?(): Promise<void>
}
