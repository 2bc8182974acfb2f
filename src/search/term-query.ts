import { codeTerm, headTerm } from './analysis/words.ts'
import type { Slot } from './plan.ts'
import { quoteTerm } from './score-expression.ts'

/** The three rounds of a search as tsqueries; a round without a query is left out. */
export interface Rounds {
  /** Every word. */
  readonly all: string
  /** Every word, perhaps, or every word but one that does not tell more than all the others. */
  readonly some: string | undefined
  /** Any word that is telling. */
  readonly any: string | undefined
  /** Whether what `some` finds has one of the telling words, and all that do can be read. */
  readonly anyHoldsSome: boolean
}

/** What weighs no more than this may be something else: siblings, likely names, second guesses at a slip. */
const mostOfDoubtful = 0.6
const commonShare = 0.15
/** Documents that telling words find together, at the most. */
export const tellingDocuments = 300

/** Article numbers are a round of their own; `codes` is undefined where the query has none. */
export function codesQuery(codes: readonly string[]): string | undefined {
  if (codes.length === 0) return undefined
  return codes.map((code) => quoteTerm(codeTerm(code))).join(' | ')
}

/**
 * Every word, where a word that says what is looked for says what the product is: the best of what has
 * every word, for when that is more than a search can weigh.
 */
export function namedQuery(given: readonly Slot[]): string | undefined {
  const slots = given.map(surely)
  const heads = slots.filter(({ isHead }) => isHead)
  const marks = heads
    .flatMap(({ alternatives }) => alternatives)
    .flatMap(({ terms }) => (terms.length === 1 ? [quoteTerm(headTerm(terms[0]!))] : []))
  if (marks.length === 0) return undefined
  const others = slots.filter((slot) => heads.length > 1 || slot !== heads[0])
  return [`(${[...new Set(marks)].join(' | ')})`, ...others.map(slotQuery)].join(' & ')
}

/**
 * How many documents have every word, estimated. The rarer words narrow fully, each further one by the
 * root of the root before, as words of one product go together (exponential back-off, SQL Server).
 */
export function estimateAll(slots: readonly Slot[], documents: number): number {
  const shares = slots.map(({ frequency }) => Math.min(1, frequency / documents)).sort(ascending)
  return shares.reduce((left, share, index) => left * share ** (0.5 ** index), documents)
}

const ascending = (a: number, b: number) => a - b

/**
 * Builds the rounds; words in more than 15 % of the documents never find anything alone. What only may
 * be meant by a word is no proof that a document has it, and waits for the second round.
 */
export function roundsOf(slots: readonly Slot[], documents: number): Rounds {
  const all = everyWord(slots.map(surely))
  const perhaps = everyWord(slots)
  const fewer = slots.length > 2 ? [allButOne(slots)] : []
  const some = [...(perhaps === all ? [] : [perhaps]), ...fewer]
  const telling = slots.length > 1 ? tellingSlots(slots, documents) : []
  return {
    all,
    some: some.length > 1 ? some.map((query) => `(${query})`).join(' | ') : some[0],
    any: telling.length > 0 ? telling.map(slotQuery).join(' | ') : undefined,
    anyHoldsSome: holdsSome(telling, slots),
  }
}

const everyWord = (slots: readonly Slot[]): string => slots.map(slotQuery).join(' & ')

/** The slot with what its word surely stands for; as it is where nothing is sure. */
function surely(slot: Slot): Slot {
  const alternatives = slot.alternatives.filter(({ weight }) => weight > mostOfDoubtful)
  return alternatives.length > 0 ? { ...slot, alternatives } : slot
}

/** Where two words tell, or one that is never spared, whatever lacks but one word has one of them. */
function holdsSome(telling: readonly Slot[], slots: readonly Slot[]): boolean {
  const found = telling.reduce((sum, { frequency }) => sum + frequency, 0)
  if (telling.length === 0 || found > tellingDocuments) return false
  return slots.length === 2 || telling.length > 1 || telling.some(isNeededIn(slots))
}

/** A word that tells more than all the others is never spared. */
function isNeededIn(slots: readonly Slot[]): (slot: Slot) => boolean {
  const total = slots.reduce((sum, { idf }) => sum + idf, 0)
  return ({ idf }) => idf > total / 2
}

/** Every word but one. */
function allButOne(slots: readonly Slot[]): string {
  const isNeeded = isNeededIn(slots)
  const needed = slots.filter(isNeeded).map(slotQuery)
  const spared = slots.filter((slot) => !isNeeded(slot)).map(slotQuery)
  return [...needed, lackingOne(spared)].join(' & ')
}

/** All but one of the queries, halved again and again: the index matches few operands sooner than many. */
function lackingOne(queries: readonly string[]): string {
  if (queries.length === 2) return `(${queries.join(' | ')})`
  const middle = Math.floor(queries.length / 2)
  const [left, right] = [queries.slice(0, middle), queries.slice(middle)]
  const without = (half: readonly string[], whole: readonly string[]) =>
    half.length === 1 ? whole.join(' & ') : [...whole, lackingOne(half)].join(' & ')
  return `((${without(right, left)}) | (${without(left, right)}))`
}

/** The rarest words, as many as find some hundred documents together; the common ones add only noise. */
function tellingSlots(slots: readonly Slot[], documents: number): Slot[] {
  const rarest = slots
    .filter((slot) => slot.frequency <= documents * commonShare)
    .sort((a, b) => a.frequency - b.frequency)
  const chosen: Slot[] = []
  let found = 0
  for (const slot of rarest.length > 0 ? rarest : slots) {
    if (chosen.length > 0 && found + slot.frequency > tellingDocuments) break
    chosen.push(slot)
    found += slot.frequency
  }
  return chosen
}

/** Any of the alternatives. */
export function slotQuery({ alternatives }: Slot): string {
  const options = alternatives.map(({ terms }) =>
    terms.length === 1 ? quoteTerm(terms[0]!) : `(${terms.map(quoteTerm).join(' & ')})`,
  )
  return options.length === 1 ? options[0]! : `(${options.join(' | ')})`
}
