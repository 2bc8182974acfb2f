import type { Context } from '../core/context.ts'
import { ids } from '../core/ids.ts'
import type { SearchFacets as Counted } from '../search/index.ts'
import { loadSellers } from '../sellers/index.ts'
import { loadCategories } from './category-of.ts'
import { defaultCurrency } from './display-rates.ts'
import type { SearchFacets } from './search-schema.ts'

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })

/** Counts as the API shows them: categories and sellers by name, prices in the display currency. */
export async function showFacets(
  context: Pick<Context, 'db' | 'caller'>,
  { counts, prices, attributes }: Counted,
  currency: string = defaultCurrency,
): Promise<SearchFacets> {
  const plain = (name: string, label: (value: string) => string = (value) => value) =>
    (counts[name] ?? []).map(({ value, count }) => ({ value, label: label(value), count }))
  const money = (amountMinor: number) => ({ amountMinor, currency })
  return {
    categories: await categoryFacets(context, counts.category ?? []),
    sellers: await sellerFacets(context, counts.seller ?? []),
    brands: plain('brand'),
    shipsFrom: plain('shipsFrom', (code) => regions.of(code) ?? code),
    conditions: plain('condition'),
    prices: prices.map(({ from, to, count }) => ({
      from: money(from),
      to: to === null ? null : money(to),
      count,
    })),
    ratings: plain('rating', (value) => `${value} and up`),
    sellerScores: plain('sellerScore', (value) => `${value} and up`),
    deliveryDays: plain('deliveryDays', (value) => `Within ${value} days`),
    attributes: attributes.map(({ values, ...attribute }) => ({
      ...attribute,
      values: values.map(({ value, count }) => ({
        value,
        label: attribute.unit === null ? value : `${value} ${attribute.unit}`,
        count,
      })),
    })),
  }
}

type Counts = readonly { value: string; count: number }[]

async function categoryFacets(context: Pick<Context, 'db'>, counts: Counts) {
  const wires = counts.map(({ value }) => ids.category.encode(value))
  const categories = await loadCategories(context, wires)
  return categories.flatMap((category, index) =>
    category === null
      ? []
      : [
          {
            id: category.id,
            parentId: category.parentId,
            name: category.name,
            depth: category.depth,
            count: counts[index]!.count,
          },
        ],
  )
}

async function sellerFacets(context: Pick<Context, 'db' | 'caller'>, counts: Counts) {
  const wires = counts.map(({ value }) => ids.seller.encode(value))
  const sellers = await loadSellers(context, wires)
  return sellers.flatMap((seller, index) =>
    seller === null ? [] : [{ value: seller.id, label: seller.name, count: counts[index]!.count }],
  )
}
