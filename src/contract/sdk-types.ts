import { capitalise } from './shape.ts'

/** JSON Schema as it stands in the OpenAPI document. */
export interface Schema {
  $ref?: string
  type?: string
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
}

/** The name that a reference to a component ends in. */
export function refName(schema: Schema | undefined): string | undefined {
  return schema?.$ref?.replace('#/components/schemas/', '')
}

/** A schema as a TypeScript type expression. */
export function typeOf(schema: Schema, indent = ''): string {
  const name = refName(schema)
  if (name !== undefined) return name
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options) return [...new Set(options.map((option) => typeOf(option, indent)))].join(' | ')
  if (schema.allOf) return schema.allOf.map((part) => grouped(typeOf(part, indent))).join(' & ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
    case 'number':
      return schema.type
    case 'integer':
      return 'number'
    case 'array':
      return schema.items ? `${grouped(typeOf(schema.items, indent))}[]` : 'unknown[]'
    case 'object':
      return objectType(schema, indent)
    default:
      return 'unknown'
  }
}

function objectType(schema: Schema, indent: string): string {
  if (schema.properties) return `{\n${members(schema, `${indent}  `)}${indent}}`
  const rest = schema.additionalProperties ?? Object.values(schema.patternProperties ?? {})[0]
  const value = typeof rest === 'object' ? typeOf(rest, indent) : 'unknown'
  return `Record<string, ${value}>`
}

/** The members of an object type, one or more lines each. */
export function members(schema: Schema, indent: string): string {
  const required = new Set(schema.required)
  return Object.entries(schema.properties ?? {})
    .map(([name, member]) => {
      const optional = required.has(name) ? '' : '?'
      const type = typeOf(member, indent)
      return `${doc(member.description, indent)}${indent}${keyOf(name)}${optional}: ${type}\n`
    })
    .join('')
}

/** A component as an exported declaration. */
export function declaration(name: string, schema: Schema): string {
  const comment = doc(schema.description, '')
  if (schema.type === 'object' && schema.properties) {
    return `${comment}export interface ${name} {\n${members(schema, '  ')}}\n`
  }
  // New codes may be added; what the SDK does not know yet must still have a type.
  const open = name === 'ErrorCode' ? ' | (string & {})' : ''
  return `${comment}export type ${name} = ${typeOf(schema)}${open}\n`
}

/** A JSDoc comment; nothing without a text. */
export function doc(text: string | undefined, indent: string): string {
  if (text === undefined || text === '') return ''
  const lines = text.replaceAll('*/', '*\\/').split('\n')
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

/** `seller orders` → `sellerOrders`. */
export function camelCase(name: string): string {
  const [first = '', ...rest] = name.split(/[^A-Za-z0-9]+/)
  return first + rest.map(capitalise).join('')
}

function grouped(type: string): string {
  return / [|&] /.test(type) && !type.startsWith('{') ? `(${type})` : type
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)
}

function literal(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value)
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
