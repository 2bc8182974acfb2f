import { fold } from './analysis/fold.ts'
import { purposeWords } from './analysis/stop-words.ts'
import type { Token } from './analysis/tokens.ts'
import { isNoun, saysItsKind } from './goods-names.ts'
import { findStated } from './stated-words.ts'

const blend = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}+)*(\p{Lu}\p{Ll}{3,})(?![\p{L}\p{N}])/gu

/** Names of a title made of several words, the last a noun, by their capitals: a «QuickDock» is a dock. */
export function blendsIn(title: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [word, last = ''] of title.matchAll(blend)) {
    if (isNoun(fold(last))) found.add(fold(word))
  }
  return found
}

/**
 * Which tokens of a title say what the product is (true) and which only narrow it or name what it
 * goes with: «mouse» heads «gaming mouse» but not «mouse pad», nor «battery for mouse». Within a
 * run of plain words the last noun is the head. `stated` phrases are no part of any name; `blends`
 * are written as one word and named by their last part.
 */
export function headsOf(
  tokens: readonly Token[],
  stated: ReadonlySet<string> = new Set(),
  blends: ReadonlySet<string> = new Set(),
): boolean[] {
  const isStated = findStated(tokens, stated)
  const heads: boolean[] = new Array(tokens.length).fill(true)
  let isPurpose = false
  let nounFollows = false
  let following: Token | undefined
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (isStated[i]) {
      // What is stated beside the name ends it.
      heads[i] = false
      nounFollows = false
      following = undefined
      continue
    }
    // «Laptop USB 2.0 adapter card» is one name; what stands before a measure or a model number is not.
    if (token.kind !== 'word') nounFollows &&= token.kind === 'number'
    else {
      const isNamed =
        nounFollows && following !== undefined && saysItsKind(token.text, following.text)
      heads[i] = !nounFollows || (isNamed && heads[i + 1] === true)
      nounFollows ||= blends.has(token.text) || isNoun(token.text) || token.parts.some(isNoun)
    }
    following = token
    if (token.opensPhrase || purposeWords.has(token.text)) nounFollows = false
  }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.opensPhrase) isPurpose = false
    if (i > 0 && purposeWords.has(token.text)) isPurpose = true
    if (isPurpose) heads[i] = false
  }
  return heads
}
