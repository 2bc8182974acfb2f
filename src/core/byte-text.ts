/**
 * UTF-8 as a string with one character for each byte. JSON that is only passed on is neither decoded nor
 * encoded that way; as a buffer it would keep what was read from the socket until a full collection,
 * which cost a search a third more of this process's time (measured).
 */
export type ByteText = string

export const byteTextOf = (utf8: Buffer): ByteText => utf8.toString('latin1')

export const decoded = (bytes: ByteText): string => Buffer.from(bytes, 'latin1').toString()

/** Bytes between texts, as they are sent. */
export function encodeAround(before: string, bytes: ByteText, after: string): Buffer {
  const [start, end] = [Buffer.from(before), Buffer.from(after)]
  const whole = Buffer.allocUnsafe(start.length + bytes.length + end.length)
  start.copy(whole)
  whole.write(bytes, start.length, 'latin1')
  end.copy(whole, start.length + bytes.length)
  return whole
}
