/** What a slip costs: letters left out or swapped are likelier than any one letter that was not meant. */
const costs = { missing: 3, swapped: 3, doubled: 4, nearKey: 4.5, other: 5.5, digit: 1.5 }

/**
 * How unlikely it is that somebody who means `word` types `typed`, in natural logarithms: the cheapest
 * way from one to the other by letters left out, added, changed or swapped.
 */
export function slipCost(word: string, typed: string): number {
  const { start, end } = alikeEnds(word, typed)
  return wayCost(word.slice(start, word.length - end), typed.slice(start, typed.length - end))
}

/** How much of both is alike at the start and at the end, but for a letter that a slip may have doubled. */
function alikeEnds(a: string, b: string): { start: number; end: number } {
  const shorter = Math.min(a.length, b.length)
  let start = 0
  while (start < shorter && a[start] === b[start]) start++
  let end = 0
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return { start: Math.max(0, start - 1), end: Math.max(0, end - 1) }
}

function wayCost(word: string, typed: string): number {
  let beforeLast: number[] = []
  let last = [0]
  for (let j = 1; j <= typed.length; j++) last.push(last[j - 1]! + costOfAdding(word, 0, typed, j))
  for (let i = 1; i <= word.length; i++) {
    const missing = costs.missing + digitCost(word[i - 1]!)
    const row = [last[0]! + missing]
    for (let j = 1; j <= typed.length; j++) {
      const changed = last[j - 1]! + costOfChange(word[i - 1]!, typed[j - 1]!)
      const added = row[j - 1]! + costOfAdding(word, i, typed, j)
      let cost = Math.min(changed, last[j]! + missing, added)
      if (i > 1 && j > 1 && word[i - 1] === typed[j - 2] && word[i - 2] === typed[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + costs.swapped)
      }
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[typed.length]!
}

const isDigit = (letter: string) => letter >= '0' && letter <= '9'

/** Numbers are copied with more care than words. */
const digitCost = (letter: string) => (isDigit(letter) ? costs.digit : 0)

function costOfAdding(word: string, i: number, typed: string, j: number): number {
  const letter = typed[j - 1]!
  const [before, after] = [word[i - 1] ?? '', word[i] ?? '']
  if (letter === before || letter === after) return costs.doubled + digitCost(letter)
  const isNear = nearKeys.has(letter + before) || nearKeys.has(letter + after)
  return (isNear ? costs.nearKey : costs.other) + digitCost(letter)
}

function costOfChange(meant: string, letter: string): number {
  if (meant === letter) return 0
  const digits = isDigit(meant) === isDigit(letter) ? digitCost(meant) : 2 * costs.digit
  return (nearKeys.has(meant + letter) ? costs.nearKey : costs.other) + digits
}

/** Pairs of letters whose keys touch. */
const nearKeys = new Set<string>()
const keyRows = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const keys = keyRows.flatMap((row, y) => [...row].map((key, x) => ({ key, x: x + y / 2, y })))
for (const a of keys) {
  for (const b of keys) {
    const isNear = Math.abs(a.y - b.y) <= 1 && Math.abs(a.x - b.x) <= 1
    if (isNear && a !== b) nearKeys.add(a.key + b.key)
  }
}
