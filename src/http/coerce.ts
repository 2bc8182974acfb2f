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
  if (shape.type === 'array') return toArray(value).map((item) => coerce(shape.items, item))
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

/** Lists come as `a,b` or as repeated parameters. */
function toArray(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return [value]
  return value === '' ? [] : value.split(',')
}

/** Coerces the members of a query or of path parameters by the operation's input schema. */
export function coerceAll(input: Type.TSchema, values: Record<string, unknown>) {
  const properties = (input as Shape).properties ?? {}
  const out: Record<string, unknown> = {}
  for (const name of Object.keys(values)) out[name] = coerce(properties[name], values[name])
  return out
}
