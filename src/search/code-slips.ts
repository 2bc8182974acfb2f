import type { Tx } from '../core/database.ts'
import { codeTerm, normaliseCode, reversedCodeTerm } from './analysis/words.ts'
import { editDistance } from './edit-distance.ts'
import type { QueryPlan } from './plan.ts'
import { selectCodesLike } from './queries-search.ts'
import { quoteTerm } from './score-expression.ts'
import { slipCost } from './slip-cost.ts'

const readLimit = 400
const minLength = 5
/** In natural logarithms. */
const likelyWithin = 2

/** Adds to the plan the article numbers that are one slip away from those of the query that are odd. */
export async function correctCodes(db: Tx, query: string, plan: QueryPlan): Promise<QueryPlan> {
  const typed = plan.oddCodes.filter((code) => code.length >= minLength)
  if (typed.length === 0) return plan
  const queries = typed.flatMap(wholePartsOf)
  const near = likeliest(typed, await selectCodesLike(db, queries.join(' | '), readLimit))
  if (near.length === 0) return plan
  const correction = near.length === 1 ? corrected(plan.correction ?? query, near[0]!) : null
  return {
    ...plan,
    codes: [...plan.codes, ...near.map(({ code }) => code)],
    correction: correction ?? plan.correction,
  }
}

interface NearCode {
  readonly typed: string
  readonly code: string
  readonly cost: number
}

/** Codes one slip away, those that are about as likely as the likeliest. */
function likeliest(typed: readonly string[], known: readonly string[]): NearCode[] {
  const near = [...new Set(known)].flatMap((code) =>
    typed
      .filter((one) => editDistance(one, code, 1) === 1)
      .map((one) => ({ typed: one, code, cost: slipCost(code, one) })),
  )
  const least = Math.min(...near.map(({ cost }) => cost))
  const best = near.filter(({ cost }) => cost < least + likelyWithin)
  return [...new Map(best.map((one) => [one.code, one])).values()]
}

/** The text with the code in the place of the words that it was mistyped as. */
function corrected(text: string, { typed, code }: NearCode): string | null {
  const words = text.trim().split(/\s+/)
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= words.length; to++) {
      if (normaliseCode(words.slice(from, to).join('')) !== typed) continue
      return [...words.slice(0, from), code, ...words.slice(to)].join(' ')
    }
  }
  return null
}

/**
 * What finds every code one slip away from this one: a slip leaves the start whole, or the end, or, in
 * the middle of a short code, a little of both.
 */
function wholePartsOf(code: string): string[] {
  const half = Math.max(3, Math.floor((code.length - 1) / 2))
  const start = (length: number) => `${quoteTerm(codeTerm(code.slice(0, length)))}:*`
  const end = (length: number) => `${quoteTerm(reversedCodeTerm(code.slice(-length)))}:*`
  const edges = code.length <= 2 * half ? [`(${start(2)} & ${end(2)})`] : []
  return [start(half), end(half), ...edges]
}
