import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from './connection.ts'

export interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly errors: number
}

export interface LoadRequest {
  readonly path: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** The requests of all connections: a list that each walks, beginning elsewhere, or one made at a time. */
export type LoadRequests = readonly LoadRequest[] | (() => LoadRequest)

/**
 * Load from this process: every connection sends its next request when the last is answered. Answers are
 * read but not looked at: what this process takes of the processors, the server goes without.
 */
export async function load(
  base: string,
  requests: LoadRequests,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const url = new URL(base)
  const made = typeof requests === 'function' ? [] : requests.map((one) => bytesOf(url, one))
  const requestAt = (index: number) =>
    typeof requests === 'function' ? bytesOf(url, requests()) : made[index % made.length]!
  const times: number[] = []
  let errors = 0
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1000
  const walk = async (first: number) => {
    const connection = await Connection.open(url)
    try {
      for (let next = first; performance.now() < endsAt; next += 1) {
        const request = requestAt(next)
        const sentAt = performance.now()
        const status = await connection.send(request)
        times.push(performance.now() - sentAt)
        if (status < 200 || status > 299) errors += 1
        // A server that refuses at once would be asked without end.
        if (status === 0) await pause(10)
      }
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => walk(index * 997)))
  const elapsed = (performance.now() - startedAt) / 1000
  times.sort((a, b) => a - b)
  const below = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN
  return { perSecond: times.length / elapsed, p50: below(0.5), p99: below(0.99), errors }
}

function bytesOf(
  base: URL,
  { method = 'GET', path, headers = {}, body = '' }: LoadRequest,
): Buffer {
  const all = { host: base.host, ...headers, 'content-length': Buffer.byteLength(body) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}
