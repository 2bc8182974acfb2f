import {
  GraphQLBoolean,
  type GraphQLFieldConfigMap,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import { cursorsOf, type Page } from '../core/page.ts'

/** A page with what Relay's fields are made from. */
interface Source extends Page<unknown> {
  /** The cursor the page was asked for with. */
  after?: string
}

const PageInfo = new GraphQLObjectType<Source>({
  name: 'PageInfo',
  description: 'Where a page stands in its list (Relay). Lists go forward only.',
  fields: {
    hasNextPage: {
      type: new GraphQLNonNull(GraphQLBoolean),
      resolve: (page) => page.nextCursor !== null,
    },
    hasPreviousPage: {
      type: new GraphQLNonNull(GraphQLBoolean),
      resolve: (page) => page.after !== undefined,
    },
    startCursor: { type: GraphQLString, resolve: (page) => cursorsOf(page)?.[0] ?? null },
    endCursor: {
      type: GraphQLString,
      resolve: (page) => page.nextCursor ?? cursorsOf(page)?.at(-1) ?? null,
    },
  },
})

/** `edges`, `nodes` and `pageInfo` over a page, beside the page's own further members. */
export function connectionType(
  item: string,
  node: GraphQLObjectType,
  extraFields: () => GraphQLFieldConfigMap<unknown, never>,
): GraphQLObjectType {
  const edge = new GraphQLObjectType<{ node: unknown; cursor: string | null }>({
    name: `${item}Edge`,
    description: `One ${item} of a list and where it stands.`,
    fields: {
      node: { type: new GraphQLNonNull(node) },
      cursor: { type: GraphQLString, description: 'Hand it back as `after` to go on from here.' },
    },
  })
  return new GraphQLObjectType<Source>({
    name: `${item}Connection`,
    description: `A page of a list of ${item}.`,
    fields: () => ({
      edges: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(edge))),
        resolve: edgesOf,
      },
      nodes: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(node))),
        resolve: (page) => page.data,
      },
      pageInfo: { type: new GraphQLNonNull(PageInfo), resolve: (page) => page },
      ...(extraFields() as object),
    }),
  }) as GraphQLObjectType
}

function edgesOf(page: Source) {
  const cursors = cursorsOf(page)
  const last = page.data.length - 1
  return page.data.map((node, i) => ({
    node,
    cursor: cursors?.[i] ?? (i === last ? page.nextCursor : null),
  }))
}
