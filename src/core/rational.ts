/** An exact fraction; the denominator is positive and the fraction is in lowest terms. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }

/** How a division that does not come out even is settled; "half" modes differ only at exactly .5. */
export type Rounding = 'halfEven' | 'halfUp' | 'up' | 'down'

const decimalPattern = /^([+-]?)(\d{1,30})(?:\.(\d{1,30}))?$/

/** Makes a fraction in lowest terms; throws RangeError on a zero denominator. */
export function rational(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError('A fraction cannot have the denominator 0.')
  const sign = denominator < 0n ? -1n : 1n
  const divisor = greatestCommonDivisor(numerator, denominator)
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor }
}

/** Reads a plain decimal such as "1.0837" exactly; throws RangeError on anything else. */
export function parseDecimal(text: string): Rational {
  const match = decimalPattern.exec(text)
  if (!match) throw new RangeError(`"${text}" is not a decimal number such as 12.50.`)
  const [, sign, whole = '', fraction = ''] = match
  const digits = BigInt(whole + fraction)
  return rational(sign === '-' ? -digits : digits, 10n ** BigInt(fraction.length))
}

/** The product of two fractions, exactly. */
export function multiplyRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** The quotient of two fractions, exactly; throws RangeError when `b` is zero. */
export function divideRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator)
}

/** Rounds a fraction to `places` decimals and writes it plainly ("1.0837"), trailing zeros cut. */
export function formatDecimal(value: Rational, places: number): string {
  const scaled = divideRounded(value.numerator * 10n ** BigInt(places), value.denominator)
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${scaled < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`
}

/** Divides integers under a stated rounding (default half-even); the denominator is positive. */
export function divideRounded(
  numerator: bigint,
  denominator: bigint,
  rounding: Rounding = 'halfEven',
): bigint {
  if (denominator <= 0n) throw new RangeError('Rounded division needs a positive denominator.')
  const negative = numerator < 0n
  const magnitude = negative ? -numerator : numerator
  const quotient = magnitude / denominator
  const rounded =
    quotient + (roundsUp(quotient, magnitude % denominator, denominator, rounding) ? 1n : 0n)
  return negative ? -rounded : rounded
}

// "up" is away from zero and "down" towards it, so that a refund mirrors its charge.
function roundsUp(
  quotient: bigint,
  rest: bigint,
  denominator: bigint,
  rounding: Rounding,
): boolean {
  if (rest === 0n || rounding === 'down') return false
  if (rounding === 'up') return true
  const twice = 2n * rest
  if (twice !== denominator) return twice > denominator
  return rounding === 'halfUp' || quotient % 2n === 1n
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y > 0n) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}
