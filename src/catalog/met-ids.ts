import { hash } from 'node:crypto'

/** What a feed has named by a text; a product's id is often its SKU, too, and then takes one slot. */
export const met = { product: 1, sku: 2, failed: 4 } as const
export type Met = (typeof met)[keyof typeof met]

const marks = 7

/**
 * The ids a file has named, kept as 61-bit digests in one flat table: sixteen bytes an id at most,
 * where a Set of texts would take a hundred.
 */
export class MetIds {
  /** Two numbers a slot: half a digest, and the other with its lowest bits for what was met; 0 is free. */
  #slots = new Uint32Array(2048)
  #count = 0
  #last = { id: '', digest: digestOf('') }

  /** Notes that the id was met as such; false where it was before. */
  add(id: string, as: Met): boolean {
    // Three quarters of the slots.
    if (this.#count * 8 >= this.#slots.length * 3) this.#grow()
    const [high, low] = this.#digest(id)
    const at = this.#find(high, low)
    const known = this.#slots[at + 1]!
    if ((known & as) !== 0) return false
    if (known === 0) this.#count += 1
    this.#slots[at] = high
    this.#slots[at + 1] = low | known | as
    return true
  }

  has(id: string, as: Met): boolean {
    const [high, low] = this.#digest(id)
    return (this.#slots[this.#find(high, low) + 1]! & as) !== 0
  }

  /** A product's id is asked for as its SKU next. */
  #digest(id: string): Digest {
    if (this.#last.id !== id) this.#last = { id, digest: digestOf(id) }
    return this.#last.digest
  }

  /** Where the digest is, or the free slot where it belongs. */
  #find(high: number, low: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let at = (high * 2) & mask
    while (slots[at + 1] !== 0 && (slots[at] !== high || ((slots[at + 1]! ^ low) & ~marks) !== 0)) {
      at = (at + 2) & mask
    }
    return at
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    for (let from = 0; from < old.length; from += 2) {
      const [high, low] = [old[from]!, old[from + 1]!]
      if (low === 0) continue
      const at = this.#find(high, low)
      this.#slots[at] = high
      this.#slots[at + 1] = low
    }
  }
}

type Digest = readonly [high: number, low: number]

/** Without the bits of the marks. */
function digestOf(id: string): Digest {
  // As text, since a buffer takes three times as long.
  const bytes = hash('sha1', id, 'binary')
  return [numberAt(bytes, 0), (numberAt(bytes, 4) & ~marks) >>> 0]
}

const numberAt = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0
