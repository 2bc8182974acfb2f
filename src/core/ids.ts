import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Prefix of each kind of id on the wire: `ord_01h455vb4pex5vsknk084sn02q` (TypeID: prefix + UUIDv7 in Crockford base32). */
export const idPrefixes = {
  account: 'acc',
  apiKey: 'key',
  event: 'evt',
  ledgerTransaction: 'ltx',
  wallet: 'wal',
  feePolicy: 'fee',
  payment: 'pmt',
  charge: 'chg',
  chargePrice: 'chp',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
  seller: 'sel',
  shippingService: 'shs',
  product: 'prd',
  variant: 'var',
  category: 'cat',
  import: 'imp',
  savedSearch: 'sse',
  quote: 'quo',
  order: 'ord',
  sellerOrder: 'sor',
  orderLine: 'oli',
  cancellation: 'can',
  shipment: 'shp',
  parcel: 'pcl',
  trackingEvent: 'tre',
  dispute: 'dsp',
  refund: 'rfd',
  payout: 'pay',
  payoutBatch: 'pbt',
} as const

export type IdKind = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const codeOf = Uint8Array.from(alphabet, (char) => char.charCodeAt(0))
const digitOf = new Int8Array(128).fill(-1)
for (let i = 0; i < alphabet.length; i++) digitOf[alphabet.charCodeAt(i)] = i
const nibble = new Int8Array(128).fill(-1)
for (let i = 0; i < 16; i++) {
  nibble['0123456789abcdef'.charCodeAt(i)] = i
  nibble['0123456789ABCDEF'.charCodeAt(i)] = i
}

const wireLength = 26
const wire = Buffer.alloc(wireLength)

/**
 * 128 bits as 26 characters of base32; the first carries the top three bits, as TypeID says. Written
 * into bytes: a page of a search shows eighty ids, and strings that grow took twice as long (measured).
 */
export function encodeUuid(uuid: string): string {
  let at = 0
  let buffer = 0
  // 128 bits fill 25.6 characters: two zeros go before them.
  let bits = 2
  for (let i = 0; i < uuid.length && at < wireLength; i++) {
    const code = uuid.charCodeAt(i)
    if (code === 45) continue
    const value = nibble[code] ?? -1
    if (value < 0) break
    buffer = ((buffer << 4) | value) & 0xffff
    bits += 4
    if (bits >= 5) {
      bits -= 5
      wire[at++] = codeOf[(buffer >> bits) & 31]!
    }
  }
  if (at !== wireLength) throw new RangeError(`not a uuid: ${uuid}`)
  return wire.toString('latin1')
}

const hexOf = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** The uuid of 26 base32 characters, or undefined where they are none. */
export function decodeUuid(text: string): string | undefined {
  if (text.length !== 26) return undefined
  const b = new Uint8Array(16)
  const top = digitOf[text.charCodeAt(0)] ?? -1
  if (top < 0 || top > 7) return undefined
  const second = digitOf[text.charCodeAt(1)] ?? -1
  if (second < 0) return undefined
  b[0] = (top << 5) | second
  let buffer = 0
  let bits = 0
  let at = 1
  for (let i = 2; i < 26; i++) {
    const value = digitOf[text.charCodeAt(i)] ?? -1
    if (value < 0) return undefined
    buffer = ((buffer << 5) | value) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      b[at++] = (buffer >> bits) & 255
    }
  }
  let out = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out += '-'
    out += hexOf[b[i]!]
  }
  return out
}

export interface IdCodec {
  readonly kind: IdKind
  readonly prefix: string
  /** A JSON Schema pattern for the wire form. */
  readonly pattern: string
  /** The wire form of a stored uuid. */
  encode(uuid: string): string
  /** The stored uuid of a wire id whose shape was validated already; throws a RangeError otherwise. */
  decode(wire: string): string
  /** The stored uuid, or undefined where the text is no id of this kind. */
  tryDecode(wire: string): string | undefined
}

function codecFor(kind: IdKind): IdCodec {
  const prefix = idPrefixes[kind]
  const head = `${prefix}_`
  const tryDecode = (wire: string) =>
    wire.startsWith(head) ? decodeUuid(wire.slice(head.length)) : undefined
  return {
    kind,
    prefix,
    pattern: `^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`,
    encode: (uuid) => head + encodeUuid(uuid),
    tryDecode,
    decode(wire) {
      const uuid = tryDecode(wire)
      if (uuid === undefined) throw new RangeError(`not a ${kind} id: ${wire}`)
      return uuid
    },
  }
}

/** One codec for each kind of id: `ids.order.encode(row.id)`. */
export const ids = Object.fromEntries(
  (Object.keys(idPrefixes) as IdKind[]).map((kind) => [kind, codecFor(kind)]),
) as Record<IdKind, IdCodec>

const entropy = new Uint8Array(4096)
const uuidBytes = 16
let spent = entropy.length
let lastMs = 0
let sequence = 0

/**
 * A new time-ordered uuid (version 7), minted here because Postgres before 18 has none: later ids of
 * this process are greater, also within a millisecond. Entropy is drawn for many at once, since asking
 * for it took most of the time of making one.
 */
export function newId(): string {
  if (spent === entropy.length) {
    randomFillSync(entropy)
    spent = 0
  }
  const random = entropy.subarray(spent, spent + uuidBytes)
  spent += uuidBytes
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    // Half of the counter's range is left to count in.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
  } else {
    sequence += 1
  }
  return v7({ msecs: lastMs, seq: sequence, random })
}

/** `length` random characters of the base62 alphabet, without modulo bias. */
export function randomBase62(length: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let out = ''
  const pool = new Uint8Array(length * 2)
  while (out.length < length) {
    randomFillSync(pool)
    for (const byte of pool) if (byte < 248 && out.length < length) out += digits[byte % 62]
  }
  return out
}
