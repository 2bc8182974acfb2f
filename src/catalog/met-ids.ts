import { hash } from 'node:crypto'

const emptySlot = 0n

/**
 * The ids a file has named, kept as 64-bit digests in one flat table: sixteen bytes an id at most,
 * where a Set of texts would take a hundred.
 */
export class MetIds {
  #slots = new BigUint64Array(1024)
  #count = 0

  /** Notes the id; false where it was noted before. */
  add(id: string): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow()
    const digest = digestOf(id)
    const at = this.#find(digest)
    if (this.#slots[at] === digest) return false
    this.#slots[at] = digest
    this.#count += 1
    return true
  }

  has(id: string): boolean {
    const digest = digestOf(id)
    return this.#slots[this.#find(digest)] === digest
  }

  /** The slot of the digest, or the free one where it belongs. */
  #find(digest: bigint): number {
    const mask = this.#slots.length - 1
    let at = Number(digest & 0xffff_ffffn) & mask
    while (this.#slots[at] !== emptySlot && this.#slots[at] !== digest) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new BigUint64Array(old.length * 2)
    for (const digest of old) {
      if (digest !== emptySlot) this.#slots[this.#find(digest)] = digest
    }
  }
}

function digestOf(id: string): bigint {
  const digest = hash('sha1', id, 'buffer').readBigUInt64LE(0)
  return digest === emptySlot ? 1n : digest
}
