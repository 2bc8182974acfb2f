import { bounds, duplicateSku } from './check-product.ts'
import { type FeedProduct, RowError } from './feed-product.ts'
import type { GoogleProduct } from './google-item.ts'

/** A group is closed when this many items have passed without one of its own. */
const patience = 1000

interface OpenGroup {
  line: number
  product: FeedProduct
  lastItem: number
}

export interface MergedProduct {
  readonly line: number
  readonly product: FeedProduct
}

/** Joins the items of a group into one product while holding no more than a window of the file. */
export class GroupMerger {
  readonly #open = new Map<string, OpenGroup>()
  #items = 0

  /** Takes one item; hands out what is complete. Throws RowError where the item does not fit its group. */
  add({ line, groupId, product }: GoogleProduct): MergedProduct[] {
    this.#items += 1
    if (groupId === null) return [{ line, product }, ...this.#closeOld()]
    const group = this.#open.get(groupId)
    if (group) {
      joinGroup(group.product, product)
      group.lastItem = this.#items
      this.#open.delete(groupId)
      this.#open.set(groupId, group)
    } else {
      this.#open.set(groupId, { line, product, lastItem: this.#items })
    }
    return this.#closeOld()
  }

  /** Hands out the groups that are still open at the end of the file. */
  end(): MergedProduct[] {
    const rest = [...this.#open.values()]
    this.#open.clear()
    return rest
  }

  #closeOld(): MergedProduct[] {
    const closed: MergedProduct[] = []
    for (const [groupId, group] of this.#open) {
      if (group.lastItem > this.#items - patience) break
      this.#open.delete(groupId)
      closed.push(group)
    }
    return closed
  }
}

function joinGroup(whole: FeedProduct, part: FeedProduct): void {
  const variant = part.variants[0]!
  if (whole.variants.some(({ sku }) => sku === variant.sku)) throw duplicateSku(variant.sku)
  if (whole.variants.length >= bounds.variants) {
    throw new RowError('item_group_id', {
      code: 'too_many_values',
      reason: `The group "${whole.externalId}" has more than ${bounds.variants} items.`,
      fix: 'Split the group.',
    })
  }
  whole.variants.push(variant)
  for (const image of part.images) {
    if (whole.images.length >= bounds.images) break
    if (!whole.images.some(({ url }) => url === image.url)) whole.images.push(image)
  }
  for (const gtin of part.gtins) {
    if (whole.gtins.length < bounds.gtins && !whole.gtins.includes(gtin)) whole.gtins.push(gtin)
  }
  if (part.status === 'active') whole.status = 'active'
}
