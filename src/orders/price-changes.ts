import type { Components, PricedBasket } from './pricing.ts'

export const componentNames = ['goods', 'shipping', 'duties', 'taxes', 'fees', 'total'] as const
export type ComponentName = (typeof componentNames)[number]

/** One component that is not what the client expected, in minor units of the order's currency. */
export interface MovedComponent {
  readonly component: ComponentName
  /** Where the whole order's component moved, null; else the part or unit that moved. */
  readonly sellerId: string | null
  readonly variantId: string | null
  readonly expectedMinor: number
  readonly actualMinor: number
  readonly byMinor: number
}

type Scope = Pick<MovedComponent, 'sellerId' | 'variantId'>
const wholeOrder: Scope = { sellerId: null, variantId: null }

/** The components that moved between an earlier price and the price now, whole order first. */
export function movedComponents(expected: PricedBasket, actual: PricedBasket): MovedComponent[] {
  return [
    ...movedTotals(expected, actual),
    ...movedParts(expected, actual),
    ...movedUnits(expected, actual),
  ]
}

/** Compares whole-order components; what `expected` leaves out is not judged. */
export function movedTotals(
  expected: Partial<Components>,
  actual: Components,
  scope: Scope = wholeOrder,
): MovedComponent[] {
  return componentNames.flatMap((component) => {
    const expectedMinor = expected[`${component}Minor`]
    if (expectedMinor === undefined) return []
    return moved(component, expectedMinor, actual[`${component}Minor`], scope)
  })
}

function movedParts(expected: PricedBasket, actual: PricedBasket): MovedComponent[] {
  if (expected.parts.length < 2) return []
  const before = new Map(expected.parts.map((part) => [part.sellerId, part]))
  return actual.parts.flatMap((part) => {
    const earlier = before.get(part.sellerId)
    return earlier ? movedTotals(earlier, part, { sellerId: part.sellerId, variantId: null }) : []
  })
}

function movedUnits(expected: PricedBasket, actual: PricedBasket): MovedComponent[] {
  const before = new Map(unitPrices(expected).map((unit) => [unit.variantId, unit.unitPriceMinor]))
  return unitPrices(actual).flatMap(({ variantId, sellerId, unitPriceMinor }) => {
    const earlier = before.get(variantId)
    if (earlier === undefined) return []
    return moved('goods', earlier, unitPriceMinor, { sellerId, variantId })
  })
}

function unitPrices(basket: PricedBasket) {
  const lines = basket.parts.flatMap((part) => part.lines)
  return [...new Map(lines.map((line) => [line.variantId, line])).values()]
}

function moved(
  component: ComponentName,
  expectedMinor: number,
  actualMinor: number,
  scope: Scope,
): MovedComponent[] {
  if (expectedMinor === actualMinor) return []
  return [{ component, ...scope, expectedMinor, actualMinor, byMinor: actualMinor - expectedMinor }]
}
