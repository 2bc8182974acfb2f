import { fold } from './fold.ts'
import { isUnit, plainNumber, type Quantity, quantityOf } from './units.ts'

/** One thing written between spaces, folded. */
export interface Token {
  readonly kind: 'word' | 'number' | 'quantity' | 'code' | 'gram'
  /** The folded text without inner punctuation: `tn2110` for `TN-2110`. */
  readonly text: string
  /** What punctuation, or the change from letters to digits, separates: `tn`, `2110`; empty where nothing does. */
  readonly parts: readonly string[]
  readonly quantity?: Quantity
  /** True where a comma, bracket or dash stands before the token: a new phrase begins. */
  readonly opensPhrase: boolean
}

const scripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー'
const unspacedRun = new RegExp(`[${scripts}]+`, 'gu')
const isUnspaced = new RegExp(`[${scripts}]`, 'u')
const quantityPattern =
  /(?<![\p{L}\p{N}.,])(\d+(?:[.,]\d+)?)([\s-]?)([a-z]{1,12}|"|'')(?![\p{L}\p{N}])/gu
const runPattern =
  /\d+,\d+(?![\p{L}\p{N}])|[,;:|()[\]{}<>]|\s-\s|[\p{L}\p{N}\p{M}]+(?:[-_/.'&+]+[\p{L}\p{N}\p{M}]+)*\+?/gu
const breaksPhrase = /^[^\p{L}\p{N}]/u
const separators = /[-_/.'&+]+/u
const maxTokenLength = 40
/** What most words are, recognised before anything else is tried. */
const plainWord = /^[a-z]{1,40}$/
const plainCode = /^[a-z\d]+$/
const none: readonly string[] = []

/** Splits text into tokens; the same function reads products and queries. */
export function tokenise(text: string): Token[] {
  const number = plainNumber(text)
  if (number !== undefined)
    return [{ kind: 'number', text: number, parts: none, opensPhrase: true }]
  const runs = joinQuantities(fold(text)).match(runPattern)
  const tokens: Token[] = []
  if (runs === null) return tokens
  let opensPhrase = true
  for (const run of runs) {
    if (plainWord.test(run)) {
      tokens.push({ kind: 'word', text: run, parts: none, opensPhrase })
      opensPhrase = false
    } else if (breaksPhrase.test(run)) opensPhrase = true
    else {
      const before = tokens.length
      addRun(tokens, run, opensPhrase)
      if (tokens.length > before) opensPhrase = false
    }
  }
  return tokens
}

/** Writes `3 m`, `3-meter` and `3.0m` as one word, so that what follows sees a quantity. */
function joinQuantities(text: string): string {
  if (!/\d/.test(text)) return text
  return text.replace(quantityPattern, (whole, number: string, gap: string, word: string) => {
    const unit = word === '"' || word === "''" ? 'in' : word
    if (gap !== '' && (unit.length === 1 ? !'mglwv'.includes(unit) : word === 'in')) return whole
    const quantity = quantityOf(number, unit)
    return quantity === undefined ? whole : ` ${quantity.lexeme} `
  })
}

function addRun(tokens: Token[], run: string, opensPhrase: boolean): void {
  if (isUnspaced.test(run)) {
    addUnspaced(tokens, run, opensPhrase)
    return
  }
  const number = plainNumber(run)
  if (number !== undefined) {
    tokens.push({ kind: 'number', text: number, parts: none, opensPhrase })
    return
  }
  const measure = /^(\d+(?:[.,]\d+)?)([a-z]+)$/.exec(run)
  if (measure && isUnit(measure[2]!)) {
    const quantity = quantityOf(measure[1]!, measure[2]!)
    if (quantity) {
      tokens.push({ kind: 'quantity', text: quantity.lexeme, parts: none, quantity, opensPhrase })
      return
    }
  }
  addWritten(tokens, run, opensPhrase)
}

function addWritten(tokens: Token[], run: string, opensPhrase: boolean): void {
  const pieces = piecesOf(run)
  const text = pieces.join('').slice(0, maxTokenLength).toWellFormed()
  if (text === '') return
  const hasDigit = /\d/.test(text)
  const parts = hasDigit ? pieces.flatMap(splitLettersFromDigits) : pieces
  tokens.push({
    kind: hasDigit ? 'code' : 'word',
    text,
    parts: parts.length > 1 ? parts.slice(0, 8) : none,
    opensPhrase,
  })
}

/** What is left between punctuation, without a possessive's s. */
function piecesOf(run: string): string[] {
  if (plainCode.test(run)) return [run]
  const pieces = run.replace(/'s$/, '').split(separators)
  return pieces.filter((piece) => piece !== '')
}

/** `cat6` is also `cat` and `6`; longer mixtures are article numbers and stay whole. */
function splitLettersFromDigits(piece: string): string[] {
  const simple = /^(?:([a-z]{2,})(\d+)|(\d+)([a-z]{3,}))$/.exec(piece)
  return simple ? [(simple[1] ?? simple[3])!, (simple[2] ?? simple[4])!] : [piece]
}

/** Scripts written without spaces become overlapping pairs, which need no dictionary. */
function addUnspaced(tokens: Token[], run: string, opensPhrase: boolean): void {
  let last = 0
  for (const match of run.matchAll(unspacedRun)) {
    const before = run.slice(last, match.index)
    if (/[\p{L}\p{N}]/u.test(before))
      addRun(tokens, before.replace(/^\P{L}+|\P{L}+$/gu, '') || before, opensPhrase)
    const letters = [...match[0]]
    if (letters.length === 1)
      tokens.push({ kind: 'gram', text: match[0], parts: none, opensPhrase })
    for (let i = 0; i + 1 < letters.length; i++) {
      const opens = opensPhrase && i === 0 && last === 0
      tokens.push({
        kind: 'gram',
        text: letters[i]! + letters[i + 1]!,
        parts: none,
        opensPhrase: opens,
      })
    }
    last = match.index + match[0].length
  }
  const after = run.slice(last)
  if (/[\p{L}\p{N}]/u.test(after)) addRun(tokens, after.replace(separators, ''), opensPhrase)
}
