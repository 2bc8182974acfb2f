import type { Parameters } from './parameters.ts'
import type { Alternative, Slot } from './plan.ts'

/** What a term is worth where it stands: heading the title, narrowing it, in the description, in an attribute. */
const fieldWeights = { D: 0.05, C: 0.2, B: 0.35, A: 1 }
const saturation = 0.15
// ts_rank divides the weight of a single term by this constant.
const rankNorm = 1.64493406685

/**
 * SQL for the score of the row: for each slot its inverse frequency times the best of its
 * alternatives, saturated. Weights of one lexeme with one position come out of ts_rank unchanged.
 */
export function scoreExpression(slots: readonly Slot[], parameters: Parameters): string {
  if (slots.length === 0) return 'boost'
  const parts = slots.map((slot) => {
    const ranks = slot.alternatives.map((one) => alternativeExpression(one, parameters))
    const best = ranks.length === 1 ? ranks[0]! : `greatest(${ranks.join(', ')})`
    return `${parameters.add(slot.idf * rankNorm, 'real')} * ${best}`
  })
  return `boost * (${parts.join(' + ')})`
}

function alternativeExpression({ terms, weight }: Alternative, parameters: Parameters): string {
  const weights = parameters.add(saturated(weight), 'real[]')
  const ranks = terms.map(
    (term) => `ts_rank(${weights}, terms, ${parameters.add(quoteTerm(term), 'tsquery')})`,
  )
  return ranks.length === 1 ? ranks[0]! : `least(${ranks.join(', ')})`
}

const cache = new Map<number, string>()

function saturated(share: number): string {
  let text = cache.get(share)
  if (text === undefined) {
    const worth = (weight: number) => {
      const value = weight * share
      return ((value * (1 + saturation)) / (value + saturation)).toFixed(5)
    }
    text = `{${worth(fieldWeights.D)},${worth(fieldWeights.C)},${worth(fieldWeights.B)},${worth(fieldWeights.A)}}`
    cache.set(share, text)
  }
  return text
}

/** A term as a tsquery operand; terms hold neither quotes nor backslashes, queries may. */
export const quoteTerm = (term: string): string => `'${term.replace(/['\\]/g, '')}'`
