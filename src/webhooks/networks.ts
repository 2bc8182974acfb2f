import { BlockList, isIP } from 'node:net'
import type { Mode } from '../core/operation.ts'

/** Networks that no public receiver lives in: private, local, reserved, tunnels to them. */
const special = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  ipv6: [
    '::/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
    '2002::/16',
    '3fff::/20',
    '5f00::/16',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ],
}

const refused = blockListOf([...special.ipv4, ...special.ipv6])
const loopback = blockListOf(['127.0.0.0/8', '::1/128'])
let allowed = new BlockList()

/** Lets webhooks into private networks (`WEBHOOK_ALLOW_CIDRS`); throws on what is no CIDR. */
export function allowWebhookNetworks(cidrs: readonly string[]): void {
  allowed = blockListOf(cidrs)
}

/** Whether messages of this mode may go to an address; loopback is for test endpoints at the most. */
export function isAddressAllowed(address: string, mode: Mode): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 0) return false
  const kind = family === 6 ? 'ipv6' : 'ipv4'
  if (!refused.check(bare, kind)) return true
  return allowed.check(bare, kind) && (mode === 'test' || !loopback.check(bare, kind))
}

function blockListOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', prefix, ...rest] = cidr.split('/')
    const family = isIP(address)
    const bits = Number(prefix ?? (family === 6 ? 128 : 32))
    if (family === 0 || rest.length > 0 || !(bits >= 0 && bits <= (family === 6 ? 128 : 32))) {
      throw new Error(`WEBHOOK_ALLOW_CIDRS: ${cidr} is no network such as 10.0.0.0/8.`)
    }
    list.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
