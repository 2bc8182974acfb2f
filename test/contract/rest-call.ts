import { newId } from '../../src/core/ids.ts'
import { type AnyOperation, httpShape } from '../../src/core/operation.ts'
import type { Answer, TestApp } from '../support/app.ts'

export interface RestCall {
  readonly method: string
  readonly url: string
  readonly body: Record<string, unknown> | Buffer | undefined
  readonly headers: Record<string, string>
}

/** Whether the input travels as query string and not as a JSON body. */
export function isQuery(operation: AnyOperation): boolean {
  return /^(GET|DELETE) /.test(operation.http) || operation.upload !== undefined
}

/** The request that hands an input to an operation over REST. */
export function restCallOf(
  operation: AnyOperation,
  input: Record<string, unknown>,
  idempotencyKey: string = newId(),
): RestCall {
  const { method, path, pathParams } = httpShape(operation)
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  )
  const rest = Object.entries(input).filter(([name]) => !pathParams.includes(name))
  const headers: Record<string, string> = operation.idempotency
    ? { 'idempotency-key': idempotencyKey }
    : {}
  if (!isQuery(operation)) {
    return { method, url: filled, body: Object.fromEntries(rest), headers }
  }
  const query = new URLSearchParams()
  for (const [name, value] of rest) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const [type] = operation.upload ?? []
  return {
    method,
    url: query.size === 0 ? filled : `${filled}?${query}`,
    body: type === undefined ? undefined : Buffer.from('{"id":"x"}\n'),
    headers: type === undefined ? headers : { ...headers, 'content-type': type },
  }
}

export function send(test: TestApp, key: string | undefined, call: RestCall): Promise<Answer> {
  return test.request(call.method, call.url, { key, body: call.body, headers: call.headers })
}
