import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import Type from 'typebox'
import { ApiError } from './errors.ts'

/** Lists page by keyset: an opaque cursor names the last row seen, its sort and its filter. */

export const maxPageSize = 100
export const defaultPageSize = 20

/** The two inputs of every list. Spread into the operation's input. */
export const pageInput = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxPageSize,
      default: defaultPageSize,
      description: 'How many to answer at the most.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2048,
      description: 'Where to go on: `nextCursor` of the page before.',
    }),
  ),
}

export interface Page<T> {
  data: T[]
  nextCursor: string | null
}

/** The answer of a list: `{ data, nextCursor }` over REST, a Relay connection over GraphQL. */
export function pageOf<T extends Type.TSchema>(item: T, extra: Type.TProperties = {}) {
  const name = (item as { $id?: string }).$id
  if (name === undefined) throw new Error('a page needs a named item schema')
  return Type.Object(
    {
      data: Type.Array(item),
      nextCursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Hand it back as `cursor` for the next page; null at the end.',
      }),
      ...extra,
    },
    { $id: `${name}Page`, additionalProperties: false, 'x-page-of': name },
  ) as unknown as Type.TObject<{
    data: Type.TArray<T>
    nextCursor: Type.TUnion<[Type.TString, Type.TNull]>
  }>
}

const keyOf = (text: string): KeyObject => createSecretKey(text, 'utf8')
let secret = keyOf('cursors of a process without a database')

/** Seals cursors with the installation's secret, so that one not made by us is told at once. */
export function sealCursorsWith(installationSecret: string): void {
  secret = keyOf(installationSecret)
}

function sealOf(text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 11)
}

/** `key` is what the next page starts after; `scope` ties the cursor to the list's sort and filter. */
export function encodeCursor(scope: string, key: readonly unknown[]): string {
  const text = Buffer.from(JSON.stringify([scope, ...key])).toString('base64url')
  return `${text}.${sealOf(text)}`
}

/** The key of a cursor made by `encodeCursor` with the same scope; throws `invalid_cursor`. */
export function decodeCursor(scope: string, cursor: string, length: number): unknown[] {
  const cut = cursor.lastIndexOf('.')
  const text = cursor.slice(0, Math.max(0, cut))
  if (cut < 0 || sealOf(text) !== cursor.slice(cut + 1)) {
    throw invalidCursor('The cursor is malformed: pass `nextCursor` of the page before unchanged.')
  }
  const parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
  if (parts.length !== length + 1 || parts[0] !== scope) {
    throw invalidCursor('The cursor belongs to a list with another sort or filter: start afresh.')
  }
  return parts.slice(1)
}

function invalidCursor(detail: string): ApiError {
  return new ApiError('invalid_cursor', detail, {
    errors: [{ pointer: '#/cursor', code: 'invalid_cursor', message: detail }],
  })
}

const cursors = Symbol('cursors')

/** The cursor of each item of a page made here: what Relay's edges want. */
export function cursorsOf(page: object): string[] | undefined {
  return (page as { [cursors]?: () => string[] })[cursors]?.()
}

/** A page from `limit + 1` rows: the surplus row only tells that there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const hasMore = rows.length > limit
  return pageFrom(hasMore ? rows.slice(0, limit) : rows, hasMore, item, cursorOf)
}

/** A page of exactly these rows. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  hasMore: boolean,
  item: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const data = rows.map(item)
  return withCursors({ data, nextCursor: nextOf(rows, hasMore, cursorOf) }, rows, cursorOf)
}

/** The same, with the items made when somebody looks at them. */
export function pageOnDemand<Row, Item>(
  rows: readonly Row[],
  hasMore: boolean,
  items: () => Item[],
  cursorOf: (row: Row) => string,
): Page<Item> {
  return withCursors(new PageOnDemand(items, nextOf(rows, hasMore, cursorOf)), rows, cursorOf)
}

// A class, since a getter of a literal belongs to a hidden class of its own, which V8 keeps in its old
// space: every page would live until the next full collection, with all that it shows.
class PageOnDemand<Item> implements Page<Item> {
  readonly nextCursor: string | null
  readonly #items: () => Item[]
  #data: Item[] | undefined

  constructor(items: () => Item[], nextCursor: string | null) {
    this.#items = items
    this.nextCursor = nextCursor
  }

  get data(): Item[] {
    this.#data ??= this.#items()
    return this.#data
  }

  toJSON(): Page<Item> {
    return Object.assign({ data: this.data }, this)
  }
}

function nextOf<Row>(rows: readonly Row[], hasMore: boolean, cursorOf: (row: Row) => string) {
  const last = hasMore ? rows.at(-1) : undefined
  return last === undefined ? null : cursorOf(last)
}

function withCursors<Row, P extends object>(
  page: P,
  rows: readonly Row[],
  cursorOf: (row: Row) => string,
): P {
  // Beside the page in a WeakMap it would outlive it until the next full collection.
  return Object.defineProperty(page, cursors, { value: () => rows.map(cursorOf) })
}
