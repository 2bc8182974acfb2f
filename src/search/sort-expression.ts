import { priceExpression } from './filter-conditions.ts'
import type { Parameters } from './parameters.ts'
import type { SearchRequest, SearchSort } from './request.ts'

/** SQL for the whole number by which hits stand, the greatest first. */
export function sortExpression(
  request: SearchRequest,
  score: (parameters: Parameters) => string,
  parameters: Parameters,
): string {
  const price = () => priceExpression(request, parameters)
  const expressions: Record<SearchSort, () => string> = {
    relevance: () => `${score(parameters)} * 1000`,
    priceAscending: () => `-${price()}`,
    priceDescending: price,
    newest: () => 'extract(epoch from d.created_at) * 1000',
    bestSelling: () => 'd.sold_count',
    // As if five more buyers had given 3.5: one perfect mark does not beat a hundred good ones.
    rating: () =>
      '(coalesce(d.rating_average, 0) * d.rating_count + 17.5) / (d.rating_count + 5) * 1000',
    deliveryTime: () => (request.destination ? '-way.days' : '0'),
    landedPrice: () => (request.destination ? `-(${price()} + way.shipping)` : `-${price()}`),
  }
  return `coalesce(${expressions[request.sort]()}, 0)::bigint`
}
