import type { Shape } from './shape.ts'

type Json = Record<string, unknown>

/** Collects named schemas as components and answers schemas with `$ref`s in their place. */
export class Components {
  readonly schemas: Record<string, Json> = {}

  /** The schema as OpenAPI prints it: named ones by reference, our private `x-` marks kept. */
  reference(schema: Shape): Json {
    const name = schema.$id
    if (name === undefined) return this.#inline(schema)
    if (!(name in this.schemas)) {
      this.schemas[name] = {}
      this.schemas[name] = this.#inline(schema)
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  #inline(schema: Shape): Json {
    const out: Json = {}
    for (const [key, value] of Object.entries(schema as Json)) {
      if (key === '$id' || key.startsWith('x-')) continue
      out[key] = this.#member(key, value)
    }
    return out
  }

  #member(key: string, value: unknown): unknown {
    if (key === 'properties') {
      return Object.fromEntries(
        Object.entries(value as Record<string, Shape>).map(([name, member]) => [
          name,
          this.reference(member),
        ]),
      )
    }
    if (key === 'items') return this.reference(value as Shape)
    if (key === 'anyOf' || key === 'oneOf' || key === 'allOf') {
      return (value as Shape[]).map((option) => this.reference(option))
    }
    if (key === 'additionalProperties' && typeof value === 'object') {
      return this.reference(value as Shape)
    }
    return value
  }

  /** The components in the order of their names, so that the printed file is stable. */
  sorted(): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(this.schemas).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    )
  }
}
