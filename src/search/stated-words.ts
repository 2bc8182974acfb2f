import { remember } from './analysis/remember.ts'
import type { Token } from './analysis/tokens.ts'
import type { ReadValue } from './attribute-value.ts'
import type { DocumentAttribute } from './document.ts'

const longestPhrase = 4
/** Attributes that say what the product is; some feeds mark the type of a value by one letter before the name. */
const namesTheKind = /^(?:[a-z][ _])?(?:product[ _])?(?:type|category|kind)$/i

const saysTheKind = remember((name) => namesTheKind.test(name))

/**
 * What the attributes, of which `read` are the values, state in a few words. Where a title repeats it,
 * it narrows the product and does not name it: a screen protector is no laptop for being «Desktop/Laptop».
 */
export function statedPhrases(
  attributes: readonly DocumentAttribute[],
  read: readonly (ReadValue | undefined)[],
): ReadonlySet<string> {
  const stated = new Set<string>()
  attributes.forEach(({ name, value }, index) => {
    const phrase = read[index]?.phrase
    if (phrase === undefined || typeof value !== 'string' || saysTheKind(name)) return
    stated.add(phrase)
  })
  return stated
}

/** Which tokens of a title are in a phrase that is stated. */
export function findStated(tokens: readonly Token[], stated: ReadonlySet<string>): boolean[] {
  const found: boolean[] = new Array(tokens.length).fill(false)
  if (stated.size === 0) return found
  for (let from = 0; from < tokens.length; from++) {
    let phrase = ''
    for (let to = from; to < tokens.length && to < from + longestPhrase; to++) {
      const { kind, text } = tokens[to]!
      if (kind !== 'word') break
      phrase += to === from ? text : ` ${text}`
      if (stated.has(phrase)) found.fill(true, from, to + 1)
    }
  }
  return found
}
