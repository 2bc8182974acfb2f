import { fold } from './analysis/fold.ts'
import { remember } from './analysis/remember.ts'
import type { DocumentAttribute } from './document.ts'

/** The type of an attribute's values: text, number (perhaps with a unit), boolean. */
export type AttributeType = 'text' | 'number' | 'boolean'

/** One value of one attribute as facets count it. */
export interface AttributeEntry {
  readonly name: string
  readonly type: AttributeType
  readonly value: string
  readonly unit: string | undefined
}

const types: Readonly<Record<string, AttributeType>> = { t: 'text', n: 'number', b: 'boolean' }
const maxEntries = 60
const maxValue = 60

/** Entries as stored, one a line; long texts describe and are no facet. */
export function entriesOf(attributes: readonly DocumentAttribute[]): string {
  const keys = new Set<string>()
  const entries: string[] = []
  for (const { name, value, unit } of attributes) {
    if (typeof value === 'string' && (value.length > maxValue || value === '')) continue
    const key = attributeKey(name)
    const entry = entryOf(key, value, unit)
    // Whether an attribute is there twice is known sooner than whether an entry is.
    if (keys.has(key) && entries.includes(entry)) continue
    keys.add(key)
    entries.push(entry)
    if (entries.length === maxEntries) break
  }
  return entries.join('\n')
}

/** The folded name, type, value and perhaps unit with tabs between them. */
function entryOf(key: string, value: DocumentAttribute['value'], unit: string | undefined): string {
  const entry = `${key}\t${letterOf(value)}\t${clean(String(value))}`
  return unit ? `${entry}\t${clean(unit)}` : entry
}

const letterOf = (value: DocumentAttribute['value']): string =>
  typeof value === 'string' ? 't' : typeof value === 'number' ? 'n' : 'b'

/** Reads an entry as `entriesOf` writes it. */
export function decodeEntry(entry: string): AttributeEntry {
  const [name = '', type = 't', value = '', unit] = entry.split('\t')
  return { name, type: types[type] ?? 'text', value, unit }
}

// Between parts, entries and documents.
const breaks = /\p{Cc}+/u

function clean(text: string): string {
  return breaks.test(text) ? text.split(breaks).join(' ').trim() : text.trim()
}

/** The name by which two sellers' spellings of one attribute meet. */
export const attributeKey = remember((name) => clean(fold(name).replace(/[\s_-]+/g, ' ')))
