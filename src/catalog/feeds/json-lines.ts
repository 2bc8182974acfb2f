import {
  type FeedDefaults,
  type FeedItem,
  type Problem,
  problemAt,
  RowError,
} from './feed-product.ts'
import { readJsonProduct } from './json-product.ts'
import { isObject } from './json-reader.ts'
import { Notices } from './notices.ts'
import { maxLineLength, splitLines } from './split-lines.ts'

/** Reads our own JSON Lines format: one product a line. */
export async function* readJsonLines(
  pieces: AsyncIterable<string>,
  defaults: FeedDefaults,
): AsyncGenerator<FeedItem> {
  const notices = new Notices()
  for await (const lines of splitLines(pieces)) {
    for (const { number, text } of lines) {
      if (text === null) yield problemAt(number, null, null, lineTooLong)
      else if (text.trim() !== '') yield* readLine(text, number, defaults, notices)
    }
  }
}

function* readLine(
  text: string,
  line: number,
  defaults: FeedDefaults,
  notices: Notices,
): Generator<FeedItem> {
  const object = parseObject(text)
  if ('problem' in object) {
    yield problemAt(line, object.column, null, object.problem)
    return
  }
  try {
    const product = readJsonProduct(object.value, line, defaults, notices)
    yield* notices.take()
    yield { line, product }
  } catch (error) {
    if (!(error instanceof RowError)) throw error
    yield* notices.take()
    const id = object.value.id ?? object.value.externalId
    const externalId = typeof id === 'string' || typeof id === 'number' ? String(id) : null
    yield problemAt(line, error.column, externalId, error.problem)
  }
}

type Parsed =
  | { value: Readonly<Record<string, unknown>> }
  | { column: string | null; problem: Problem }

function parseObject(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return { value }
    return {
      column: null,
      problem: {
        code: 'not_an_object',
        reason: 'The line is JSON but not an object.',
        fix: 'Write one product as one object { … } on the line.',
      },
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const position = /position (\d+)/.exec(error.message)?.[1]
    return {
      column: position === undefined ? null : String(Number(position) + 1),
      problem: {
        code: 'malformed_json',
        reason: `The line is not valid JSON${position ? ` from character ${Number(position) + 1} on` : ''}.`,
        fix: 'Write one complete JSON object on one line.',
      },
    }
  }
}

const lineTooLong: Problem = {
  code: 'line_too_long',
  reason: `The line is longer than ${maxLineLength} characters.`,
  fix: 'Shorten the texts of the product.',
}
