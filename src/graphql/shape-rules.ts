import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { ApiError } from '../core/errors.ts'

/** What a document may be at the most, fragments written out. Published in the README. */
export const documentLimits = {
  characters: 16_384,
  tokens: 2000,
  depth: 12,
  fields: 2000,
  aliases: 30,
  directives: 30,
  complexity: 1000,
} as const

/** Tools ask for the schema 15 levels deep; how far lists may nest in it, graphql judges itself. */
const introspectionDepth = 4

interface Size {
  readonly fields: number
  readonly depth: number
  readonly aliases: number
  readonly directives: number
}

const nothing: Size = { fields: 0, depth: 0, aliases: 0, directives: 0 }

/**
 * Refuses documents that are too big before anything walks them in full. Fragments are sized once
 * each, so that doubling them costs the attacker nothing less and us nothing more.
 */
export function assertShape(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    }
  }
  const sizes = new Map<string, Size | 'open'>()
  const fragmentSize = (name: string): Size => {
    const known = sizes.get(name)
    // A cycle or an unknown name is left to validation, which words it better.
    if (known === 'open') return nothing
    if (known) return known
    const fragment = fragments.get(name)
    if (!fragment) return nothing
    sizes.set(name, 'open')
    const size = selectionSize(fragment.selectionSet, fragmentSize)
    sizes.set(name, size)
    return size
  }
  for (const [name, { typeCondition }] of fragments) {
    const size = fragmentSize(name)
    refuse(typeCondition.name.value.startsWith('__') ? introspecting(size) : size)
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      refuse(operationSize(definition, fragmentSize))
  }
}

function operationSize(
  operation: OperationDefinitionNode,
  fragmentSize: (name: string) => Size,
): Size {
  const size = selectionSize(operation.selectionSet, fragmentSize)
  return { ...size, directives: size.directives + (operation.directives?.length ?? 0) }
}

function introspecting(size: Size): Size {
  return { ...size, depth: Math.max(0, size.depth - introspectionDepth) }
}

function selectionSize(set: SelectionSetNode, fragmentSize: (name: string) => Size): Size {
  let { fields, depth, aliases, directives } = nothing
  for (const selection of set.selections) {
    directives += selection.directives?.length ?? 0
    let inner = nothing
    let level = 0
    if (selection.kind === Kind.FIELD) {
      fields++
      level = 1
      if (selection.alias) aliases++
      if (selection.selectionSet) inner = selectionSize(selection.selectionSet, fragmentSize)
      if (/^__(schema|type)$/.test(selection.name.value)) {
        inner = introspecting(inner)
      }
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      inner = selectionSize(selection.selectionSet, fragmentSize)
    } else {
      inner = fragmentSize(selection.name.value)
    }
    fields += inner.fields
    aliases += inner.aliases
    directives += inner.directives
    depth = Math.max(depth, inner.depth + level)
  }
  return { fields, depth, aliases, directives }
}

function refuse(size: Size): void {
  for (const measure of ['depth', 'fields', 'aliases', 'directives'] as const) {
    if (size[measure] <= documentLimits[measure]) continue
    throw new ApiError(
      'graphql_too_complex',
      `The document has ${measure} ${size[measure]}, at most ${documentLimits[measure]} are allowed: split it.`,
      { extra: { measure, value: size[measure], limit: documentLimits[measure] } },
    )
  }
}
