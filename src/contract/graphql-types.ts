import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputFieldConfigMap,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql'
import type { AnyLink } from '../core/operation.ts'
import { connectionType } from './graphql-connections.ts'
import { DateTime, Json, SafeInt } from './scalars.ts'
import { capitalise, enumName, type Shape, splitNull } from './shape.ts'

/** What resolvers of links need of the GraphQL context. */
export interface LinkLoader {
  load(link: AnyLink, parent: unknown): Promise<unknown>
}

export const Node = new GraphQLInterfaceType({
  name: 'Node',
  description: 'A thing with a global id.',
  fields: { id: { type: new GraphQLNonNull(GraphQLID) } },
})

/** GraphQL types of TypeBox schemas, each made once and named by its `$id` or by where it stands. */
export class TypeMap {
  readonly #outputs = new Map<string, GraphQLObjectType>()
  readonly #inputs = new Map<string, GraphQLInputObjectType>()
  readonly #enums = new Map<string, GraphQLEnumType>()
  readonly #links: readonly AnyLink[]
  readonly #nodeKinds: ReadonlySet<string>

  constructor(links: readonly AnyLink[], nodeKinds: ReadonlySet<string>) {
    this.#links = links
    this.#nodeKinds = nodeKinds
  }

  /** The type of a schema in answers; `where` names it if the schema has no name of its own. */
  output(schema: Shape, where: string, isOptional = false): GraphQLOutputType {
    const { shape, isNullable } = splitNull(schema)
    const type = this.#bareOutput(shape, where)
    return isNullable || isOptional ? type : new GraphQLNonNull(type)
  }

  /** The type of a schema in arguments. */
  input(schema: Shape, where: string, isOptional = false): GraphQLInputType {
    const { shape, isNullable } = splitNull(schema)
    const type = this.#bareInput(shape, where)
    return isNullable || isOptional ? type : new GraphQLNonNull(type)
  }

  #scalar(shape: Shape, where: string) {
    if (shape.enum && shape.type === 'string') return this.#enum(shape, where)
    switch (shape.type) {
      case 'string':
        if (shape['x-id'] !== undefined) return GraphQLID
        return shape.format === 'date-time' ? DateTime : GraphQLString
      case 'boolean':
        return GraphQLBoolean
      case 'number':
        return GraphQLFloat
      case 'integer':
        return fitsInt(shape) ? GraphQLInt : SafeInt
      default:
        return undefined
    }
  }

  #bareOutput(shape: Shape, where: string): GraphQLOutputType {
    const scalar = this.#scalar(shape, where)
    if (scalar) return scalar
    if (shape.type === 'array' && shape.items) {
      return new GraphQLList(this.output(shape.items, singular(where)))
    }
    if (shape.type === 'object' && shape.properties) {
      if (shape['x-page-of'] !== undefined) return this.connection(shape)
      return this.#object(shape, shape.$id ?? where)
    }
    return Json
  }

  #bareInput(shape: Shape, where: string): GraphQLInputType {
    const scalar = this.#scalar(shape, where)
    if (scalar) return scalar
    if (shape.type === 'array' && shape.items) {
      return new GraphQLList(this.input(shape.items, singular(where)))
    }
    if (shape.type === 'object' && shape.properties) {
      const name = shape.$id ?? where
      return this.#inputObject(shape, name.endsWith('Input') ? name : `${name}Input`)
    }
    return Json
  }

  #enum(shape: Shape, where: string): GraphQLEnumType {
    const name = shape.$id ?? where
    const known = this.#enums.get(name)
    if (known) return known
    const type = new GraphQLEnumType({
      name,
      description: shape.description,
      values: Object.fromEntries((shape.enum ?? []).map((value) => [enumName(value), { value }])),
    })
    this.#enums.set(name, type)
    return type
  }

  #object(shape: Shape, name: string): GraphQLObjectType {
    const known = this.#outputs.get(name)
    if (known) return known
    const isNode = this.#nodeKinds.has(shape.properties?.id?.['x-id'] ?? '') && shape.$id === name
    const type = new GraphQLObjectType({
      name,
      description: shape.description,
      interfaces: isNode && isOwnKind(shape, name) ? [Node] : [],
      fields: () => ({ ...this.fields(shape, name), ...this.#linkFields(shape) }),
    })
    this.#outputs.set(name, type)
    return type
  }

  fields(shape: Shape, name: string): GraphQLFieldConfigMap<unknown, LinkLoader> {
    const required = new Set(shape.required)
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([field, member]) => [
        field,
        {
          type: this.output(member, name + capitalise(field), !required.has(field)),
          description: splitNull(member).shape.description,
        },
      ]),
    )
  }

  #linkFields(shape: Shape): GraphQLFieldConfigMap<unknown, LinkLoader> {
    const own = this.#links.filter((link) => (link.from as Shape).$id === shape.$id)
    return Object.fromEntries(
      own.map((link) => {
        const target = this.#bareOutput(link.to as Shape, (link.to as Shape).$id ?? link.field)
        return [
          link.field,
          {
            // Nullable, so that a link that fails empties one field rather than the reply.
            type: link.many ? new GraphQLList(new GraphQLNonNull(target)) : target,
            description: link.description,
            extensions: { complexity: linkCost(link) },
            resolve: (parent: unknown, _args: unknown, context: LinkLoader) =>
              context.load(link, parent),
          },
        ]
      }),
    )
  }

  #inputObject(shape: Shape, name: string): GraphQLInputObjectType {
    const known = this.#inputs.get(name)
    if (known) return known
    const type = new GraphQLInputObjectType({
      name,
      description: shape.description,
      fields: () => this.#inputFields(shape, name.replace(/Input$/, '')),
    })
    this.#inputs.set(name, type)
    return type
  }

  #inputFields(shape: Shape, name: string): GraphQLInputFieldConfigMap {
    const required = new Set(shape.required)
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([field, member]) => {
        const { shape: bare } = splitNull(member)
        const isOptional = !required.has(field) || bare.default !== undefined
        return [
          field,
          {
            type: this.input(member, name + capitalise(field), isOptional),
            description: bare.description,
            defaultValue: bare.default,
          },
        ]
      }),
    )
  }

  /** The Relay connection of a page schema. */
  connection(page: Shape): GraphQLObjectType {
    const item = page['x-page-of']!
    const name = `${item}Connection`
    const known = this.#outputs.get(name)
    if (known) return known
    const node = this.#bareOutput(page.properties!.data!.items!, item) as GraphQLObjectType
    const { data, nextCursor, ...extra } = page.properties!
    const type = connectionType(item, node, () => this.fields({ ...page, properties: extra }, name))
    this.#outputs.set(name, type)
    return type
  }
}

const maxInt = 2 ** 31 - 1

function fitsInt({
  minimum = Number.NEGATIVE_INFINITY,
  maximum = Number.POSITIVE_INFINITY,
}: Shape) {
  return minimum >= -maxInt - 1 && maximum <= maxInt
}

/** `Order` has ids of kind `order`: only then does `node(id)` lead to it. */
function isOwnKind(shape: Shape, name: string): boolean {
  const kind = shape.properties?.id?.['x-id'] ?? ''
  return capitalise(kind) === name || (kind === 'apiKey' && name === 'ApiKey')
}

function singular(where: string): string {
  if (where.endsWith('ies')) return `${where.slice(0, -3)}y`
  if (/(ss|sh|ch|x)es$/.test(where)) return where.slice(0, -2)
  return where.endsWith('s') && !where.endsWith('ss') ? where.slice(0, -1) : where
}

function linkCost(link: AnyLink) {
  return ({ childComplexity }: { childComplexity: number }) =>
    link.many ? 2 + 5 * childComplexity : 1 + childComplexity
}
