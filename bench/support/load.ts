import autocannon from 'autocannon'

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

/** Load from this process: every connection walks the requests, beginning elsewhere. Loopback only. */
export async function load(
  base: string,
  requests: readonly LoadRequest[],
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  let next = 0
  const result = await autocannon({
    url: base,
    connections,
    duration: seconds,
    setupClient(client) {
      const shift = (next++ * 997) % requests.length
      const order = [...requests.slice(shift), ...requests.slice(0, shift)]
      client.setRequests(order.map((request) => ({ method: 'GET', ...request })) as never)
    },
  })
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.non2xx,
  }
}
