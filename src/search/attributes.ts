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

/** Entries as stored; long texts describe and are no facet. */
export function entriesOf(attributes: readonly DocumentAttribute[]): string[] {
  const entries: string[] = []
  for (const { name, value, unit } of attributes) {
    if (typeof value === 'string' && (value.length > maxValue || value === '')) continue
    const type =
      typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
    entries.push(encodeEntry({ name, type, value: String(value), unit }))
    if (entries.length === maxEntries) break
  }
  return [...new Set(entries)]
}

/** Name, type, value and unit with tabs between them. */
export function encodeEntry({ name, type, value, unit }: AttributeEntry): string {
  const fields = [attributeKey(name), letters[type], clean(value)]
  return (unit ? [...fields, clean(unit)] : fields).join('\t')
}

/** Reads what `encodeEntry` wrote. */
export function decodeEntry(entry: string): AttributeEntry {
  const [name = '', type = 't', value = '', unit] = entry.split('\t')
  return { name, type: types[type] ?? 'text', value, unit }
}

const clean = (text: string): string => text.replace(/[\t\n\0]+/g, ' ').trim()

/** The name by which two sellers' spellings of one attribute meet. */
export const attributeKey = remember((name) => clean(fold(name).replace(/[\s_-]+/g, ' ')))
