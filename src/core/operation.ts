import type Type from 'typebox'
import type { Context } from './context.ts'
import type { Code } from './errors.ts'

export type Mode = 'live' | 'test'
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Everything a key may be allowed to do; `:write` does not imply `:read`. */
export const scopes = [
  'products:read',
  'products:write',
  'orders:read',
  'orders:write',
  'sellers:read',
  'sellers:write',
  'fulfillment:read',
  'fulfillment:write',
  'wallets:read',
  'wallets:write',
  'webhooks:read',
  'webhooks:write',
  'disputes:read',
  'disputes:write',
  'payouts:read',
  'affiliates:read',
  'affiliates:write',
  'keys:read',
  'keys:write',
  'sandbox:write',
  'operator',
] as const
export type Scope = (typeof scopes)[number]

/** An output that carries a file of text, or a part of one. */
export interface FileOutput {
  readonly fileName: string
  readonly mediaType: string
  readonly content: string
  readonly nextCursor: string | null
}

export interface Operation<
  I extends Type.TSchema = Type.TSchema,
  O extends Type.TSchema = Type.TSchema,
> {
  /** The one name: file, operationId, GraphQL field, SDK function. */
  readonly name: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** `POST /v1/orders/{id}/cancel`: path fields come from the input; GET takes the rest from the query, others from the body. */
  readonly http: `${Method} /${string}`
  /** Status of a first success: 200 unless said. */
  readonly status?: 200 | 201 | 202
  /** What the key must be allowed; null opens the operation to everyone. */
  readonly scope: Scope | null
  readonly input: I
  readonly output: O
  /** Codes beyond the generic ones. */
  readonly errors?: readonly Code[]
  readonly idempotency?: 'required' | 'accepted'
  /** Rate-limit points of one call over REST, and the base cost over GraphQL. */
  readonly cost?: number
  /** A read that writes nothing runs outside a transaction even with POST. */
  readonly readOnly?: true
  /** A read that replicas may answer, a moment behind the primary; `search` has connections of its own. */
  readonly reads?: 'replica' | 'search'
  /** Which of its searches take some milliseconds at the most, so that two may share a connection. */
  readonly isBrief?: (input: Type.Static<I>) => boolean
  /** The body is a file of one of these media types, handed to the operation as a stream. */
  readonly upload?: readonly string[]
  /** The output is a `FileOutput` of this media type: over REST, `Accept` gets the file itself. */
  readonly file?: string
  /** The operation opens its own units of work (batches, uploads) instead of one transaction. */
  readonly ownTransactions?: true
  /** A keyed write that only reads before its steps at commit: it starts while its key is claimed. */
  readonly writesAtCommit?: true
  /** Why the operation is missing over GraphQL. */
  readonly restOnly?: string
  handle(context: Context, input: Type.Static<I>): Promise<Type.Static<O>>
}

/** An operation whose schemas are not known statically: what lists and doors hold. */
// biome-ignore lint/suspicious/noExplicitAny: handle is contravariant in its input, so only any fits every operation
export type AnyOperation = Operation<any, any>

/** States an operation; REST, GraphQL, openapi.yaml, the SDL and the SDK are made from it. */
export function defineOperation<I extends Type.TSchema, O extends Type.TSchema>(
  operation: Operation<I, O>,
): Operation<I, O> {
  return Object.freeze(operation)
}

/** A field of one type that leads to another, loaded for many parents at once (GraphQL only). */
export interface Link<
  F extends Type.TSchema = Type.TSchema,
  T extends Type.TSchema = Type.TSchema,
> {
  readonly from: F
  readonly field: string
  readonly to: T
  readonly many?: boolean
  readonly description?: string
  readonly scope: Scope
  /** One answer per parent, in order; null (or an empty list) where there is nothing to see. */
  load(
    context: Context,
    parents: readonly Type.Static<F>[],
  ): Promise<readonly (Type.Static<T> | readonly Type.Static<T>[] | null)[]>
}

// biome-ignore lint/suspicious/noExplicitAny: as for AnyOperation
export type AnyLink = Link<any, any>

/** States a link; fields of the SDL and batched loaders are made from it. */
export function defineLink<F extends Type.TSchema, T extends Type.TSchema>(
  link: Link<F, T>,
): AnyLink {
  return Object.freeze(link)
}

export interface HttpShape {
  readonly method: Method
  readonly path: string
  readonly pathParams: readonly string[]
}

/** Method, path and the names of the path's parameters. */
export function httpShape(operation: AnyOperation): HttpShape {
  const [method, path] = operation.http.split(' ') as [Method, string]
  const pathParams = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  return { method, path, pathParams }
}

/** Whether the operation may change anything (and so runs in a transaction and is a GraphQL mutation). */
export function isWrite(operation: AnyOperation): boolean {
  return !operation.readOnly && !operation.http.startsWith('GET ')
}
