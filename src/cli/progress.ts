import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  /** `done` of the total; `note` stands behind the bar. */
  update(done: number, note: string): void
  stop(): void
}

/** A bar on standard error where a person looks, and nothing where a script does. */
export function progressBar(title: string, total: number): Progress {
  const bar = new SingleBar(
    {
      format: `${title} {bar} {percentage}% · {note}`,
      hideCursor: true,
      clearOnComplete: false,
      stream: process.stderr,
      barsize: 24,
    },
    Presets.shades_classic,
  )
  const isShown = process.stderr.isTTY === true
  if (isShown) bar.start(Math.max(total, 1), 0, { note: '' })
  return {
    update(done, note) {
      if (isShown) bar.update(done, { note })
    },
    stop() {
      if (isShown) bar.stop()
    },
  }
}
