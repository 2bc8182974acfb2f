import { parse } from 'csv-parse/sync'
import type { Problem } from './feed-product.ts'
import { type Line, maxLineLength, splitLines } from './split-lines.ts'

/** A record of a delimited file: its fields, or what is wrong with it; `line` is where it begins. */
export interface CsvRecord {
  readonly line: number
  readonly fields: string[]
  readonly problem?: Problem
}

const maxLinesPerRecord = 500
const batchSize = 250

const unclosedQuote: Problem = {
  code: 'unclosed_quote',
  reason: 'A quotation mark is opened here and not closed.',
  fix: 'Close the field with ", and write a quotation mark inside a quoted field as "".',
}

const tooLong: Problem = {
  code: 'line_too_long',
  reason: `The row is longer than ${maxLineLength} characters.`,
  fix: 'Shorten its fields.',
}

/**
 * The records of comma or tab separated text (RFC 4180). Records are cut out by quotes first, so that
 * one broken quotation mark costs its own row and not the rows after it.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  const cutter = new RecordCutter(delimiter)
  for await (const lines of splitLines(pieces)) {
    for (const line of lines) cutter.push(line)
    yield* cutter.take(batchSize)
  }
  cutter.end()
  yield* cutter.take(1)
}

interface Piece {
  line: number
  text: string
  problem?: Problem
}

/** Joins physical lines into records by following the quotation marks. */
class RecordCutter {
  readonly #delimiter: string
  #open: Line[] = []
  #openLength = 0
  #ready: Piece[] = []

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  push(line: Line): void {
    const { text, number } = line
    if (text === null) {
      this.#giveUpOpen()
      this.#ready.push({ line: number, text: '', problem: tooLong })
      return
    }
    if (this.#open.length === 0 && text.trim() === '') return
    const state = this.#stateAfter(text)
    if (state === 'broken') {
      this.#giveUpOpen()
      this.push(line)
      return
    }
    this.#open.push(line)
    this.#openLength += text.length
    if (state === 'closed') this.#close()
    else if (this.#open.length > maxLinesPerRecord || this.#openLength > maxLineLength) {
      this.#giveUpOpen()
    }
  }

  end(): void {
    while (this.#open.length > 0) this.#giveUpOpen()
  }

  *take(atLeast: number): Generator<CsvRecord> {
    if (this.#ready.length < atLeast) return
    const ready = this.#ready
    this.#ready = []
    for (let from = 0; from < ready.length; from += batchSize) {
      yield* parsePieces(ready.slice(from, from + batchSize), this.#delimiter)
    }
  }

  #close(): void {
    const first = this.#open[0]!
    const text =
      this.#open.length === 1 ? first.text! : this.#open.map((line) => line.text).join('\n')
    this.#ready.push({ line: first.number, text })
    this.#open = []
    this.#openLength = 0
  }

  /** Reports the line that opened the quote and reads those after it afresh. */
  #giveUpOpen(): void {
    const [first, ...rest] = this.#open
    if (!first) return
    this.#open = []
    this.#openLength = 0
    this.#ready.push({ line: first.number, text: '', problem: unclosedQuote })
    for (const line of rest) this.push(line)
  }

  #stateAfter(text: string): 'open' | 'closed' | 'broken' {
    const isContinued = this.#open.length > 0
    if (!text.includes('"')) return isContinued ? 'open' : 'closed'
    return quoteState(text, this.#delimiter, isContinued)
  }
}

/** Where a line leaves the quotes; 'broken' when a quote carried over closes in the middle of a field. */
function quoteState(
  text: string,
  delimiter: string,
  isContinued: boolean,
): 'open' | 'closed' | 'broken' {
  let at = 0
  let isOpen = isContinued
  let isCarried = isContinued
  for (;;) {
    if (isOpen) {
      at = closingQuote(text, at)
      if (at < 0) return 'open'
      const isClean = at + 1 === text.length || text[at + 1] === delimiter
      if (!isClean && isCarried) return 'broken'
      isOpen = false
      isCarried = false
    } else if (text[at] === '"') {
      isOpen = true
      at += 1
      continue
    }
    const next = text.indexOf(delimiter, at)
    if (next < 0) return 'closed'
    at = next + 1
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function* parsePieces(pieces: readonly Piece[], delimiter: string): Generator<CsvRecord> {
  const sound = pieces.filter((piece) => piece.problem === undefined)
  const parsed = tryParse(sound.map((piece) => piece.text).join('\n'), delimiter)
  let next = 0
  for (const piece of pieces) {
    if (piece.problem) {
      yield { line: piece.line, fields: [], problem: piece.problem }
      continue
    }
    const fields =
      parsed?.length === sound.length ? parsed[next] : tryParse(piece.text, delimiter)?.[0]
    next += 1
    yield fields
      ? { line: piece.line, fields }
      : { line: piece.line, fields: [], problem: unclosedQuote }
  }
}

function tryParse(text: string, delimiter: string): string[][] | null {
  if (text === '') return []
  try {
    return parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      record_delimiter: '\n',
    }) as string[][]
  } catch (error) {
    if (error instanceof Error && error.constructor.name === 'CsvError') return null
    throw error
  }
}
