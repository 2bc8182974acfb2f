import type Type from 'typebox'

interface Shape {
  type?: string | string[]
  anyOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
}

const wholeNumber = /^-?(0|[1-9]\d{0,15})$/
const decimalNumber = /^-?(0|[1-9]\d*)(\.\d+)?$/

/** The value a query or path parameter stands for; what does not convert is left to validation. */
export function coerce(shape: Shape | undefined, value: unknown): unknown {
  if (shape === undefined) return value
  if (shape.type === 'array') {
    const items = Array.isArray(value) ? value : value === '' ? [] : [value]
    return items.map((item) => coerce(shape.items, item))
  }
  if (typeof value !== 'string') return value
  if (shape.anyOf) {
    for (const option of shape.anyOf) {
      const converted = coerce(option, value)
      if (typeof converted !== 'string') return converted
    }
    return value
  }
  if (shape.type === 'integer') return wholeNumber.test(value) ? Number(value) : value
  if (shape.type === 'number') return decimalNumber.test(value) ? Number(value) : value
  if (shape.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

/** The items of a list given once: split where the URL has a comma, not where a value's own was encoded. */
function itemsOf(rawQuery: string, name: string): string[] {
  const pair = rawQuery.split('&').find((one) => decoded(one.split('=', 1)[0]!) === name) ?? ''
  const raw = pair.slice(pair.indexOf('=') + 1)
  return raw.split(',').map(decoded)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/**
 * Coerces the members of a query or of path parameters by the operation's input schema. Lists come as
 * `a,b` or as repeated parameters.
 */
export function coerceAll(
  input: Type.TSchema,
  values: Record<string, unknown>,
  rawQuery = '',
): Record<string, unknown> {
  const properties = (input as Shape).properties ?? {}
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const shape = properties[name]
    const isList = shape?.type === 'array' && typeof value === 'string' && value.includes(',')
    out[name] = coerce(shape, isList ? itemsOf(rawQuery, name) : value)
  }
  return out
}
