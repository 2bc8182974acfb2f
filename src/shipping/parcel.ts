import { type Money, sum } from '../core/money.ts'

/** One line as a packer sees it: measures of one unit, null where the seller gave none. */
export interface ParcelItem {
  readonly quantity: number
  readonly weightGrams: number | null
  readonly lengthMm: number | null
  readonly widthMm: number | null
  readonly heightMm: number | null
  readonly restrictions: readonly string[]
  /** Price of the whole line. */
  readonly value: Money
}

/** All the goods that one seller sends to one address, as a carrier prices them. */
export interface Parcel {
  readonly sellerId: string
  /** Where the goods are (ISO 3166-1), null when unknown. */
  readonly shipFrom: string | null
  readonly weightGrams: number
  readonly volumeMm3: number
  readonly restrictions: readonly string[]
  readonly value: Money
}

/** What a unit without a stated weight counts as: the middle of small consumer goods. */
export const assumedUnitGrams = 300

/** Packs lines into one parcel: weights and volumes add up, restrictions are united. */
export function packParcel(
  sellerId: string,
  shipFrom: string | null,
  items: readonly ParcelItem[],
): Parcel {
  const currency = items[0]?.value.currency
  if (currency === undefined) throw new RangeError('A parcel needs at least one line.')
  return {
    sellerId,
    shipFrom,
    weightGrams: total(items, (item) => item.weightGrams ?? assumedUnitGrams),
    volumeMm3: total(items, volumeOf),
    restrictions: [...new Set(items.flatMap((item) => item.restrictions))].sort(),
    value: sum(
      items.map((item) => item.value),
      currency,
    ),
  }
}

function volumeOf(item: ParcelItem): number {
  return (item.lengthMm ?? 0) * (item.widthMm ?? 0) * (item.heightMm ?? 0)
}

function total(items: readonly ParcelItem[], measure: (item: ParcelItem) => number): number {
  return items.reduce((all, item) => all + item.quantity * measure(item), 0)
}
