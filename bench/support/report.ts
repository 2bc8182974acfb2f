import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'

/** One measured figure. Where it has a bar, `isMet` says whether it was reached. */
export interface Figure {
  readonly group: string
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is measured against, in the same run. */
  readonly against?: string
  readonly bar?: Bar
}

export interface Bar {
  readonly atLeast?: number
  readonly atMost?: number
}

export type Bench = (options: BenchOptions) => Promise<Figure[]>

export interface BenchOptions {
  /** Seconds of each measured run. */
  readonly seconds: number
  /** A catalogue to measure on (JSON Lines, may be gzipped); the shipped sample without it. */
  readonly catalogue: string | undefined
  /** Further arguments, `--name value`. */
  readonly extra: Readonly<Record<string, string>>
}

export function isMet({ value, bar }: Figure): boolean | undefined {
  if (bar === undefined) return undefined
  return value >= (bar.atLeast ?? -Infinity) && value <= (bar.atMost ?? Infinity)
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function barText({ bar }: Figure): string {
  if (bar === undefined) return ''
  return bar.atLeast !== undefined ? `>= ${bar.atLeast}` : `<= ${bar.atMost}`
}

/** The figures as one table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const head = ['what', 'value', 'unit', 'against', 'bar', '']
  const rows = figures.map((figure) => {
    const met = isMet(figure)
    const mark = met === undefined ? '' : met ? 'ok' : 'MISSED'
    const name = `${figure.group}: ${figure.name}`
    return [name, round(figure.value), figure.unit, figure.against ?? '', barText(figure), mark]
  })
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  )
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  )
}

/** Writes the figures for scripts beside the machine they were taken on; answers the file. */
export function writeJson(figures: readonly Figure[]): string {
  mkdirSync('bench/results', { recursive: true })
  const file = 'bench/results/latest.json'
  const machine = {
    cpus: os.availableParallelism(),
    model: os.cpus()[0]?.model,
    node: process.version,
  }
  const stamped = {
    takenAt: new Date().toISOString(),
    machine,
    figures: figures.map((figure) => ({ ...figure, isMet: isMet(figure) })),
  }
  writeFileSync(file, `${JSON.stringify(stamped, null, 2)}\n`)
  return file
}

export const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
