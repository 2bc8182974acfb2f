import type { Tx } from '../core/database.ts'
import { codeTerm, reversedCodeTerm } from './analysis/words.ts'
import { editDistance } from './edit-distance.ts'
import type { QueryPlan } from './plan.ts'
import { selectCodesLike } from './queries-search.ts'
import { quoteTerm } from './score-expression.ts'

const readLimit = 400
const minLength = 5

/**
 * Adds to the plan the article numbers that are one slip away from the odd ones of the query. A slip leaves
 * one half of the number whole, so looking for either half finds every candidate.
 */
export async function correctCodes(db: Tx, query: string, plan: QueryPlan): Promise<QueryPlan> {
  const typed = plan.oddCodes.filter((code) => code.length >= minLength)
  if (typed.length === 0) return plan
  const halves = typed.flatMap(halvesOf)
  const known = new Set(await selectCodesLike(db, halves.join(' | '), readLimit))
  const near = [...known].filter((code) => typed.some((one) => editDistance(one, code, 1) === 1))
  if (near.length === 0) return plan
  const correction = near.length === 1 ? near[0]! : (plan.correction ?? query)
  return { ...plan, codes: [...plan.codes, ...near], correction }
}

function halvesOf(code: string): string[] {
  const half = Math.max(3, Math.floor(code.length / 2))
  const start = codeTerm(code.slice(0, half))
  const end = reversedCodeTerm(code.slice(-half))
  return [start, end].map((term) => `${quoteTerm(term)}:*`)
}
