import { isIP } from 'node:net'
import { ApiError } from '../core/errors.ts'
import type { Mode } from '../core/operation.ts'
import { isAddressAllowed } from './networks.ts'

/** The URL in its canonical form; throws `webhook_url_refused` for what no message may be sent to. */
export function checkUrl(text: string, mode: Mode): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw refusal('Give an absolute https URL, such as https://example.com/entrepot.')
  }
  if (url.protocol === 'http:' && mode === 'live') {
    throw refusal('Live messages carry real orders: use https. Test keys may use http.')
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal('Leave user name and password out: messages are signed, verify the signature.')
  }
  const port = Number(url.port || 443)
  if (port !== 443 && port !== 80 && port < 1024) {
    throw refusal(`Port ${port} belongs to another service: use 443, 80 or one from 1024 on.`)
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAddressAllowed(host, mode)) {
    throw refusal(`${host} lies in a private or reserved network: use a public address.`)
  }
  url.hash = ''
  return url.href
}

function refusal(message: string): ApiError {
  return new ApiError('webhook_url_refused', message, {
    errors: [{ pointer: '#/url', code: 'url_refused', message }],
  })
}
