import DataLoader from 'dataloader'
import type { GraphqlContext } from '../contract/graphql-schema.ts'
import type { Caller, Context } from '../core/context.ts'
import type { Database, Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import type { AnyLink } from '../core/operation.ts'
import type { Run } from '../core/run.ts'

export interface GraphqlRequest {
  readonly database: Database
  readonly run: Run
  now(caller: Caller): Date
  readonly caller: Caller | null
  readonly requestId: string
  readonly idempotencyKey: string | undefined
  readonly languages: readonly string[]
}

/** What resolvers see of one request; loaders batch within it and are never shared by two. */
export function graphqlContext(request: GraphqlRequest): GraphqlContext {
  const loaders = new Map<AnyLink, DataLoader<unknown, unknown>>()
  return {
    async call(operation, input, { idempotencyKey, path }) {
      // One header may serve several mutations: the field's alias keeps their keys apart.
      const key = idempotencyKey ?? (request.idempotencyKey && `${request.idempotencyKey}:${path}`)
      const outcome = await request.run(operation, request.caller, input, {
        requestId: request.requestId,
        idempotencyKey: key,
        languages: request.languages,
      })
      return outcome.output
    },
    load(link, parent) {
      let loader = loaders.get(link)
      if (!loader) {
        loader = loaderOf(link, request)
        loaders.set(link, loader)
      }
      return loader.load(parent)
    },
  }
}

function loaderOf(link: AnyLink, request: GraphqlRequest): DataLoader<unknown, unknown> {
  return new DataLoader<unknown, unknown>(
    async (parents) => {
      const { caller, database } = request
      if (!caller?.scopes.has(link.scope)) {
        throw new ApiError('insufficient_scope', `The key lacks the scope ${link.scope}.`, {
          extra: { requiredScope: link.scope },
        })
      }
      return await database.read((db) => link.load(linkContext(db, caller, request), parents))
    },
    { cache: false, maxBatchSize: 500 },
  )
}

function linkContext(db: Tx, caller: Caller, request: GraphqlRequest): Context {
  return Object.freeze({
    db,
    database: request.database,
    caller,
    now: request.now(caller),
    requestId: request.requestId,
    idempotencyKey: undefined,
    languages: request.languages,
    body: undefined,
    contentType: undefined,
  })
}
