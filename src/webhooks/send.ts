import { type Dispatcher, request } from 'undici'
import { AddressRefused } from './guarded-agent.ts'
import type { Reply } from './judge.ts'
import { retryAfterOf } from './schedule.ts'

const timeoutMs = 15_000
const maxResponseBytes = 65_536
const keptCharacters = 2000

export interface Message {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** Posts one message and tells what came of it; never throws. Redirects are not followed. */
export async function send(
  dispatcher: Dispatcher,
  message: Message,
  limitMs = timeoutMs,
): Promise<Reply> {
  const began = performance.now()
  const reply = await post(dispatcher, message, limitMs)
  return { ...reply, durationMs: Math.round(performance.now() - began) }
}

async function post(
  dispatcher: Dispatcher,
  { url, headers, body }: Message,
  limitMs: number,
): Promise<Omit<Reply, 'durationMs'>> {
  const signal = AbortSignal.timeout(limitMs)
  try {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher, signal })
    const text = await readBody(answer.body)
    const header = answer.headers['retry-after']
    return {
      status: answer.statusCode,
      error: complaintOf(answer.statusCode),
      retryAfterSeconds: retryAfterOf(Array.isArray(header) ? header[0] : header, new Date()),
      responseBody: text,
    }
  } catch (error) {
    const complaint = signal.aborted ? `No answer within ${limitMs / 1000} s.` : sentenceOf(error)
    return { status: null, error: complaint, retryAfterSeconds: 0, responseBody: null }
  }
}

/** The start of the answer's body; the rest is not read, and a body that breaks off is no failure. */
async function readBody(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= maxResponseBytes) break
  }
  // Postgres keeps no NUL in text.
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '').slice(0, keptCharacters)
}

function complaintOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) {
    return `Answered ${status}: redirects are not followed, register the final URL.`
  }
  if (status === 410) return 'Answered 410: the endpoint says that it is gone, so it was paused.'
  return `Answered ${status}: only 2xx counts as received.`
}

function sentenceOf(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error
  if (error instanceof AddressRefused || cause instanceof AddressRefused) {
    return (cause as Error).message
  }
  const { code, message } = cause as { code?: string; message: string }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'The host name could not be resolved.'
  if (code?.startsWith('UND_ERR_CONNECT_TIMEOUT')) return 'No connection within 5 s.'
  return `The connection failed: ${message.slice(0, 300)}.`
}
