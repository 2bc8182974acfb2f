/** JSON Schema as our TypeBox schemas hold it: only what the printers look at. */
export interface Shape {
  $id?: string
  type?: string
  description?: string
  format?: string
  enum?: string[]
  const?: unknown
  anyOf?: Shape[]
  items?: Shape
  properties?: Record<string, Shape>
  required?: string[]
  default?: unknown
  minimum?: number
  maximum?: number
  examples?: unknown[]
  'x-id'?: string
  'x-page-of'?: string
}

/** The schema without its null, and whether it had one. */
export function splitNull(shape: Shape): { shape: Shape; isNullable: boolean } {
  if (!shape.anyOf) return { shape, isNullable: false }
  const others = shape.anyOf.filter((option) => option.type !== 'null')
  if (others.length === shape.anyOf.length) return { shape, isNullable: false }
  const [only] = others
  if (others.length === 1 && only) {
    return {
      shape: shape.description === undefined ? only : { ...only, description: shape.description },
      isNullable: true,
    }
  }
  return { shape: { ...shape, anyOf: others }, isNullable: true }
}

/** `notReceived` → `NOT_RECEIVED`, `orders:read` → `ORDERS_READ`, `order.created` → `ORDER_CREATED`. */
export function enumName(value: string): string {
  const name = value
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
  return /^\d/.test(name) ? `_${name}` : name
}

export function capitalise(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
