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

const letters: Readonly<Record<AttributeType, string>> = { text: 't', number: 'n', boolean: 'b' }
const types: Readonly<Record<string, AttributeType>> = { t: 'text', n: 'number', b: 'boolean' }
const maxEntries = 60
const maxValue = 60

/** Entries as stored, one a line; long texts describe and are no facet. */
export function entriesOf(attributes: readonly DocumentAttribute[]): string {
  const entries = new Set<string>()
  let count = 0
  for (const { name, value, unit } of attributes) {
    if (typeof value === 'string' && (value.length > maxValue || value === '')) continue
    const type =
      typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
    entries.add(encodeEntry({ name, type, value: String(value), unit }))
    count += 1
    if (count === maxEntries) break
  }
  return [...entries].join('\n')
}

/** Name, type, value and unit with tabs between them. */
export function encodeEntry({ name, type, value, unit }: AttributeEntry): string {
  const entry = `${attributeKey(name)}\t${letters[type]}\t${clean(value)}`
  return unit ? `${entry}\t${clean(unit)}` : entry
}

/** Reads what `encodeEntry` wrote. */
export function decodeEntry(entry: string): AttributeEntry {
  const [name = '', type = 't', value = '', unit] = entry.split('\t')
  return { name, type: types[type] ?? 'text', value, unit }
}

const breaks = /[\t\n\0]+/

function clean(text: string): string {
  return breaks.test(text) ? text.split(breaks).join(' ').trim() : text.trim()
}

/** The name by which two sellers' spellings of one attribute meet. */
export const attributeKey = remember((name) => clean(fold(name).replace(/[\s_-]+/g, ' ')))
