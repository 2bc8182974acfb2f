import { isCountry, parseLanguage } from './codes.ts'
import { type Problem, RowError } from './feed-product.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads the fields of one JSON object by name and type; RowError names the place by JSON Pointer. */
export class JsonReader {
  readonly #object: JsonObject
  readonly #path: string
  readonly #read = new Set<string>()

  constructor(object: JsonObject, path = '') {
    this.#object = object
    this.#path = path
  }

  /** The JSON Pointer of a field. */
  at(name: string): string {
    return `${this.#path}/${name}`
  }

  /** The raw value; null where it is absent. */
  value(name: string): unknown {
    this.#read.add(name)
    return this.#object[name] ?? null
  }

  /** Names of fields that no one asked for. */
  unread(): string[] {
    return Object.keys(this.#object).filter((name) => !this.#read.has(name))
  }

  /** Text, or a number written as text; null where it is absent or blank. */
  text(name: string): string | null {
    const value = this.value(name)
    if (value === null) return null
    if (typeof value === 'number' && Number.isFinite(value)) return String(value)
    if (typeof value !== 'string') throw this.wrongType(name, 'text')
    return value.trim() === '' ? null : value.trim()
  }

  /** Text that must be there. */
  requiredText(name: string): string {
    const value = this.text(name)
    if (value === null) {
      throw this.problem(name, {
        code: 'field_missing',
        reason: `The field "${name}" is empty or missing.`,
        fix: 'Fill it in: every product needs it.',
      })
    }
    return value
  }

  /** A whole number from zero to `max`; null where it is absent. */
  count(name: string, max: number): number | null {
    const value = this.value(name)
    if (value === null) return null
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max) {
      throw this.wrongType(name, `a whole number from 0 to ${max}`)
    }
    return value
  }

  /** A list; a single value counts as a list of one, an absent one as an empty list. */
  list(name: string): readonly unknown[] {
    const value = this.value(name)
    if (value === null) return []
    return Array.isArray(value) ? value : [value]
  }

  /** A list of texts. */
  texts(name: string): string[] {
    return this.list(name).map((value, index) => {
      if (typeof value === 'string') return value.trim()
      if (typeof value === 'number') return String(value)
      throw this.wrongType(`${name}/${index}`, 'text')
    })
  }

  /** One of the given words. */
  word<const T extends string>(name: string, words: readonly T[], fallback: T): T {
    const value = this.text(name)
    if (value === null) return fallback
    const word = words.find((candidate) => candidate === value.toLowerCase())
    if (word === undefined) throw this.wrongType(name, `one of ${words.join(', ')}`)
    return word
  }

  country(name: string): string | null {
    const code = this.text(name)?.toUpperCase() ?? null
    if (code !== null && !isCountry(code)) {
      throw this.wrongType(name, 'a country code of ISO 3166-1 such as DE')
    }
    return code
  }

  language(name: string): string | null {
    const text = this.text(name)
    const tag = parseLanguage(text)
    if (text !== null && tag === null)
      throw this.wrongType(name, 'a language tag such as en or pt-BR')
    return tag
  }

  wrongType(name: string, expected: string): RowError {
    return this.problem(name, {
      code: 'wrong_type',
      reason: `The field "${name}" is not ${expected}.`,
      fix: `Make it ${expected}.`,
    })
  }

  problem(name: string, problem: Problem): RowError {
    return new RowError(this.at(name), problem)
  }
}
