import { type LookupAddress, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import type { Mode } from '../core/operation.ts'
import { isAddressAllowed } from './networks.ts'

/** The receiver's address lies in a network that webhooks may not reach. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'

  constructor(address: string) {
    super(`${address} lies in a private or reserved network: use a public address.`)
  }
}

/**
 * An HTTP client that looks at the address it is about to connect to, whether it stands in the URL
 * or comes from the name service, so that a name which changes its answer gains nothing.
 */
export function guardedAgent(mode: Mode): Agent {
  const connector = buildConnector({
    timeout: 5000,
    lookup: guardedLookup(mode),
    autoSelectFamily: true,
  })
  return new Agent({
    connections: 16,
    maxHeaderSize: 16_384,
    keepAliveTimeout: 10_000,
    connect(options, callback) {
      const host = options.hostname.replace(/^\[|\]$/g, '')
      if (isIP(host) !== 0 && !isAddressAllowed(host, mode)) {
        callback(new AddressRefused(host), null)
      } else {
        connector(options, callback)
      }
    },
  })
}

function guardedLookup(mode: Mode): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      // One bad address spoils the name: which of them is dialled is not ours to say.
      const bad = addresses.find(({ address }) => !isAddressAllowed(address, mode))
      if (bad) return callback(new AddressRefused(bad.address), '', 0)
      if (options.all) return callback(null, addresses)
      const { address, family } = addresses[0] as LookupAddress
      callback(null, address, family)
    })
  }
}
