import { divideRounded } from '../core/rational.ts'

/** One receiver of a released amount, and what it has given back so far. */
export interface Leg {
  readonly paidMinor: number
  readonly returnedMinor: number
}

/**
 * How much each leg gives back so that `amountMinor` more returns: in proportion to what each was
 * paid, never more than that, and exactly all of it once everything is returned, whatever the steps.
 */
export function returnProportionally(legs: readonly Leg[], amountMinor: number): number[] {
  const whole = legs.reduce((all, leg) => all + leg.paidMinor, 0)
  const returned = legs.reduce((all, leg) => all + leg.returnedMinor, 0)
  const target = returned + amountMinor
  if (amountMinor < 0 || target > whole) {
    throw new RangeError(`${amountMinor} cannot be returned of ${whole - returned} left`)
  }
  if (amountMinor === 0) return legs.map(() => 0)
  const after = legs.map((leg) => {
    const fair = divideRounded(BigInt(leg.paidMinor) * BigInt(target), BigInt(whole), 'down')
    return Math.max(leg.returnedMinor, Number(fair))
  })
  settle(legs, after, target, whole)
  return after.map((value, index) => value - legs[index]!.returnedMinor)
}

// The legs' whole cents seldom add up: the ones furthest from their fair share give or keep one more.
function settle(legs: readonly Leg[], after: number[], target: number, whole: number): void {
  let missing = target - after.reduce((all, value) => all + value, 0)
  while (missing !== 0) {
    const step = Math.sign(missing)
    const index = furthest(legs, after, target, whole, step)
    after[index] = after[index]! + step
    missing -= step
  }
}

function furthest(
  legs: readonly Leg[],
  after: readonly number[],
  target: number,
  whole: number,
  step: number,
): number {
  let best = -1
  let bestGap = 0n
  legs.forEach((leg, index) => {
    const value = after[index]!
    if (step > 0 ? value >= leg.paidMinor : value <= leg.returnedMinor) return
    const gap = BigInt(leg.paidMinor) * BigInt(target) - BigInt(value) * BigInt(whole)
    const signed = step > 0 ? gap : -gap
    if (best === -1 || signed > bestGap) {
      best = index
      bestGap = signed
    }
  })
  return best
}

/**
 * The share of `wholeMinor` that a step from `doneMinor` by `stepMinor` of `ofMinor` stands for. Shares are
 * cut from the running total, so all steps together give exactly `wholeMinor`.
 */
export function runningShare(
  wholeMinor: number,
  ofMinor: number,
  doneMinor: number,
  stepMinor: number,
): number {
  if (ofMinor === 0) return 0
  const upTo = (minor: number) =>
    Number(divideRounded(BigInt(wholeMinor) * BigInt(minor), BigInt(ofMinor), 'down'))
  return upTo(doneMinor + stepMinor) - upTo(doneMinor)
}
