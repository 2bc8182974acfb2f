/** Lines longer than this many characters are refused, so that memory stays flat. */
export const maxLineLength = 1_048_576

/** One physical line without its line break; `text` is null where the line was too long to keep. */
export interface Line {
  readonly number: number
  readonly text: string | null
}

/** Splits pieces of text into numbered lines, holding at most one line of bounded length. */
export async function* splitLines(pieces: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let number = 1
  let rest = ''
  let isTooLong = false
  for await (const piece of withLineFeeds(pieces)) {
    const lines: Line[] = []
    let from = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      const text = rest + piece.slice(from, end)
      const isKept = !isTooLong && text.length <= maxLineLength
      lines.push({ number, text: isKept ? text : null })
      number += 1
      rest = ''
      isTooLong = false
      from = end + 1
    }
    if (!isTooLong) rest += piece.slice(from)
    if (rest.length > maxLineLength) {
      isTooLong = true
      rest = ''
    }
    if (lines.length > 0) yield lines
  }
  if (isTooLong) yield [{ number, text: null }]
  else if (rest !== '') yield [{ number, text: rest }]
}

/** Lines may end as on Windows (CR LF) or as on old Macs (CR). */
async function* withLineFeeds(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let isReturnOpen = false
  for await (const piece of pieces) {
    const text: string = isReturnOpen ? `\r${piece}` : piece
    isReturnOpen = text.endsWith('\r')
    const whole = isReturnOpen ? text.slice(0, -1) : text
    yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole
  }
  if (isReturnOpen) yield '\n'
}
