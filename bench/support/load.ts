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
  // Its own histogram knows whole milliseconds only.
  const times: number[] = []
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options: autocannon.Options = {
      url: base,
      connections,
      duration: seconds,
      setupClient(client) {
        const shift = (next++ * 997) % requests.length
        const order = [...requests.slice(shift), ...requests.slice(0, shift)]
        client.setRequests(order.map((request) => ({ method: 'GET', ...request })) as never)
      },
    }
    const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)))
    run.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds))
  })
  times.sort((a, b) => a - b)
  const below = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN
  return {
    perSecond: result.requests.average,
    p50: below(0.5),
    p99: below(0.99),
    errors: result.errors + result.non2xx,
  }
}
