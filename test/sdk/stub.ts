import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ClientOptions, createClient } from '../../sdk/index.ts'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Script = (response: ServerResponse, n: number, seen: Seen) => void

interface Test {
  teardown(handler: () => void): void
}

/** A server that follows a script, remembers what it saw, and a client of it. */
export async function stub(t: Test, script: Script, options: ClientOptions = {}) {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() }
      seen.push(one)
      script(response, seen.length - 1, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createClient({ baseUrl, apiKey: 'ent_test_secret', ...options })
  return { client, seen, baseUrl }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body))
}

export function problem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  json(response, status, { status, code, title: code, detail: 'Try this.' }, headers)
}

/** One answer after the other; the last one stays. */
export function inTurn(...scripts: Script[]): Script {
  return (response, n, seen) => scripts[Math.min(n, scripts.length - 1)]!(response, n, seen)
}

export const account: Script = (response) => json(response, 200, { id: 'acc_1', name: 'us' })
export const status =
  (code: number, name: string, headers: Record<string, string> = {}): Script =>
  (response) =>
    problem(response, code, name, headers)
export const reset: Script = (response) => void response.socket?.destroy()
export const silence: Script = () => undefined
