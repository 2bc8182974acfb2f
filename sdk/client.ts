import type { Call, CallOptions } from './call.ts'
import { callOf, pagedCallOf } from './calls.ts'
import { GraphqlError, type GraphqlProblem } from './errors.ts'
import { type Operations, operations } from './generated.ts'
import { type ClientOptions, settingsOf } from './options.ts'
import { type Input, outgoingOf } from './outgoing.ts'
import { perform, type Reply } from './request.ts'

/** The API: every operation by group and name, and GraphQL. */
export interface Client extends Operations {
  /** Runs a GraphQL document; throws `GraphqlError` where any part of it failed. */
  graphql<T = Record<string, unknown>>(
    document: string,
    variables?: Record<string, unknown>,
    options?: CallOptions,
  ): Call<T>
}

interface Page {
  data: unknown[]
  nextCursor: string | null
}

interface GraphqlReply<T> {
  data?: T | null
  errors?: GraphqlProblem[]
}

/** A client of one installation with one key. It has no global state; make as many as you like. */
export function createClient(options: ClientOptions = {}): Client {
  const settings = settingsOf(options)

  // What is wrong with an input is a rejection, like everything else that can go wrong.
  const send = async <T>(row: string, input: Input, given: CallOptions): Promise<Reply<T>> =>
    perform<T>(settings, outgoingOf(settings, row, input, given), given)

  function method(row: string) {
    if (!row.endsWith(' page')) {
      return (input: Input = {}, given: CallOptions = {}) => callOf(send(row, input, given))
    }
    return (input: Input = {}, given: CallOptions = {}) =>
      pagedCallOf(send<Page>(row, input, given), (cursor) =>
        send<Page>(row, { ...input, cursor }, given),
      )
  }

  function graphql<T>(query: string, variables: Input = {}, given: CallOptions = {}): Call<T> {
    // A query may be repeated freely, a mutation only under a key.
    const kind = /^\s*mutation\b/m.test(query) ? 'key' : 'read'
    const accept = 'application/graphql-response+json, application/json'
    const reply = send<GraphqlReply<T>>(
      `POST /graphql ${kind}`,
      { query, variables },
      { ...given, headers: { accept, ...given.headers } },
    )
    return callOf(reply.then(dataOf))
  }

  const groups = Object.entries(operations).map(([group, rows]) => [
    group,
    Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, method(row)])),
  ])
  return { ...Object.fromEntries(groups), graphql }
}

function dataOf<T>({ data: body, ...info }: Reply<GraphqlReply<T>>): Reply<T> {
  if (body.errors) throw new GraphqlError(info.status, body, info)
  return { ...info, data: body.data as T }
}
