import { createHmac } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { randomBase62 } from '../core/ids.ts'
import type { Mode } from '../core/operation.ts'

/**
 * `ent_live_` or `ent_test_`, 32 random base62 characters (190 bits) and 6 of checksum (CRC32 in
 * base62), so that a mistyped key is refused without a look-up and secret scanners can tell ours.
 */
export const keyPattern = /^ent_(live|test)_[0-9A-Za-z]{38}$/

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function checksum(text: string): string {
  let value = crc32(text)
  let out = ''
  for (let i = 0; i < 6; i++) {
    out = digits[value % 62]! + out
    value = Math.floor(value / 62)
  }
  return out
}

/** A new secret; shown once, never stored. */
export function mintKey(mode: Mode): string {
  const body = `ent_${mode}_${randomBase62(32)}`
  return body + checksum(body)
}

/** Whether the text has the form and the checksum of a key. */
export function looksLikeKey(text: string): boolean {
  return keyPattern.test(text) && checksum(text.slice(0, -6)) === text.slice(-6)
}

/** What is stored of a key. A fast keyed hash suffices: the secret has 190 random bits. */
export function hashKey(key: string, pepper: string): string {
  return createHmac('sha256', pepper).update(key).digest('base64url')
}

/** What people are shown to recognise a key by. */
export function hintOf(key: string): string {
  return key.slice(-10, -6)
}
