import { priors } from './boost.ts'
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
  if (slots.length === 0) return priors
  const parts = slots
    .map(inOneOfFewShapes)
    .sort(byShape)
    .map((slot) => {
      const ranks = slot.alternatives.map((one) => alternativeExpression(one, parameters))
      const best = ranks.length === 1 ? ranks[0]! : `greatest(${ranks.join(', ')})`
      return `${parameters.add(slot.idf * rankNorm, 'real')} * ${best}`
    })
  return `${priors} * (${parts.join(' + ')})`
}

/** How many terms the alternatives of a slot have, at the most; nearly every slot fits one of these. */
const shapes = [[1], [1, 1], [1, 1, 1, 1, 1], [2, 1, 1], [3, 3, 1, 1, 1], [3, 3, 3, 3, 1]]

/**
 * Pads a slot with alternatives that are worth nothing and terms that are there already: the fewer
 * shapes statements come in, the more of them find their plan made. Ranking one more term takes a
 * seventh of a microsecond (measured), making a plan a whole millisecond.
 */
function inOneOfFewShapes(slot: Slot): Slot {
  const given = slot.alternatives.toSorted((a, b) => b.terms.length - a.terms.length)
  const shape = shapes.find(
    (sizes) =>
      sizes.length >= given.length && given.every(({ terms }, i) => terms.length <= sizes[i]!),
  )
  if (!shape) return slot
  const nothing: Alternative = { terms: given[0]!.terms.slice(0, 1), weight: 0 }
  const alternatives = shape.map((size, i) => {
    const { terms, weight } = given[i] ?? nothing
    const more = new Array<string>(size - terms.length).fill(terms.at(-1)!)
    return { terms: [...terms, ...more], weight }
  })
  return { ...slot, alternatives }
}

const shapeOf = ({ alternatives }: Slot) => alternatives.map(({ terms }) => terms.length).join()
const byShape = (a: Slot, b: Slot) => (shapeOf(a) < shapeOf(b) ? -1 : 1)

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
