import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Job } from '../../src/core/job.ts'
import type { Mode } from '../../src/core/operation.ts'
import { guardedAgent } from '../../src/webhooks/guarded-agent.ts'
import { createCourier, relayJob } from '../../src/webhooks/jobs.ts'
import type { TestDatabase } from '../support/database.ts'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders & Record<string, string>
  readonly body: string
}

/** What a receiver does with the n-th message (from 0) it gets. */
export type Behaviour = (response: ServerResponse, n: number, received: Received) => void

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** Changes what happens to the messages that follow. */
  behave(behaviour: Behaviour): void
}

interface Test {
  teardown(handler: () => Promise<void> | void): void
}

export const ok: Behaviour = (response) => {
  response.writeHead(204).end()
}

export function answer(status: number, headers: Record<string, string> = {}, body = ''): Behaviour {
  return (response) => {
    response.writeHead(status, headers).end(body)
  }
}

/** A local receiver that remembers what it got. */
export async function receiver(t: Test, first: Behaviour = ok): Promise<Receiver> {
  const received: Received[] = []
  let behaviour = first
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers as Received['headers'],
        body: Buffer.concat(chunks).toString(),
      }
      received.push(one)
      behaviour(response, received.length - 1, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    behave: (next) => {
      behaviour = next
    },
  }
}

/** A worker that is driven by hand, at times the test chooses. */
export function worker(t: Test, database: TestDatabase) {
  const agents = { live: guardedAgent('live'), test: guardedAgent('test') }
  t.teardown(() =>
    Promise.all(Object.values(agents).map((agent) => agent.destroy())).then(() => {}),
  )
  const courier = createCourier((mode: Mode) => agents[mode])
  const exhaust = async (job: Job, now: Date) => {
    let total = 0
    for (let done = 1; done > 0; total += done) done = await job.run(database, now)
    return total
  }
  return {
    relay: (now = new Date()) => exhaust(relayJob, now),
    /** Sends all that is due at a moment and waits for the answers; tells how many were sent. */
    async deliver(now = new Date()) {
      let total = 0
      for (;;) {
        const sent = await courier.run(database, now)
        await courier.settle()
        if (sent === 0) return total
        total += sent
      }
    },
  }
}
