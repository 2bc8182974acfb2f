import type { Target } from './pool-lane.ts'

/** What the server calls this process's connections. */
const processName = `entrepot ${process.pid}`

/**
 * Where a URL leads. The driver knows no Unix sockets in URLs; here they are written as libpq does,
 * with the folder as percent-encoded host or as `?host=`.
 */
export function targetOf(url: string, options: Target['options'] = {}): Target {
  const connection = { application_name: processName, ...options.connection }
  const host = socketFolder(url)
  if (host === undefined) return { url, options: { ...options, connection } }
  return { url: withoutHost(url), options: { ...options, connection, host } }
}

/** The same with connections that plan every statement once, as suits those that depend on no value. */
export function planningOnce({ url, options }: Target): Target {
  const connection = { ...options.connection, plan_cache_mode: 'force_generic_plan' }
  return { url, options: { ...options, connection } }
}

/** The URL of a database behind a Unix socket in a folder. */
export function socketUrl(folder: string, username: string, database: string): string {
  return `postgres://${username}@${encodeURIComponent(folder)}/${database}`
}

/** The driver takes what it does not know in a query for a setting of the session. */
function withoutHost(url: string): string {
  const [base = '', query = ''] = url.split('?')
  const settings = new URLSearchParams(query)
  settings.delete('host')
  return settings.size > 0 ? `${base}?${settings}` : base
}

function socketFolder(url: string): string | undefined {
  const [, host = '', query = ''] =
    /^[^:]+:\/\/(?:[^@/]*@)?([^/?]*)[^?]*(?:\?(.*))?/.exec(url) ?? []
  const folder =
    new URLSearchParams(query).get('host') ?? decodeURIComponent(host.split(':')[0] ?? '')
  return folder.startsWith('/') ? folder : undefined
}
