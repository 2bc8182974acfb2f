import { divideRounded } from '../core/rational.ts'

/** Minor units of one line that the payer was charged. */
export interface ChargedLine {
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly goodsMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
}

export interface RefundShare {
  readonly goodsMinor: number
  readonly dutiesMinor: number
  readonly taxesMinor: number
}

/**
 * What cancelling `units` more of a line gives back. Shares are cut from the running total, so that
 * cancelling a line unit by unit returns exactly what cancelling it at once does.
 */
export function refundShareOf(line: ChargedLine, units: number): RefundShare {
  const share = (amountMinor: number) =>
    portion(amountMinor, line.cancelledQuantity + units, line.quantity) -
    portion(amountMinor, line.cancelledQuantity, line.quantity)
  return {
    goodsMinor: share(line.goodsMinor),
    dutiesMinor: share(line.dutiesMinor),
    taxesMinor: share(line.taxesMinor),
  }
}

/** `part` of `whole` equal shares of an amount, cut down to a whole minor unit; all of it for all shares. */
export function portion(amountMinor: number, part: number, whole: number): number {
  return Number(divideRounded(BigInt(amountMinor) * BigInt(part), BigInt(whole), 'down'))
}
