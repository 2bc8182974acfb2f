import type { FastifyInstance, InjectOptions } from 'fastify'
import { insertAccount, issueKey } from '../../src/accounts/index.ts'
import { links, operations } from '../../src/contract/operations.ts'
import { type Config, loadConfig } from '../../src/core/config.ts'
import type { Database } from '../../src/core/database.ts'
import { newId } from '../../src/core/ids.ts'
import { type Mode, type Scope, scopes } from '../../src/core/operation.ts'
import { withReplicas } from '../../src/core/replicas.ts'
import { registerGraphql } from '../../src/graphql/index.ts'
import { createApp } from '../../src/http/app.ts'
import { type DatabaseLimits, type Test, type TestDatabase, testDatabase } from './database.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  /** The parsed body; tests look at what they expect to be there. */
  // biome-ignore lint/suspicious/noExplicitAny: bodies are asserted on, not typed
  body: any
}

export interface RequestOptions {
  key?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

export interface KeyOptions {
  account?: string
  kind?: 'customer' | 'seller' | 'affiliate' | 'operator'
  mode?: Mode
  scopes?: readonly Scope[]
  sellerId?: string | null
}

export interface TestKey {
  key: string
  keyId: string
  accountId: string
}

export interface TestApp {
  readonly app: FastifyInstance
  readonly database: TestDatabase
  /** One request through the whole server, without a socket. */
  request(method: string, url: string, options?: RequestOptions): Promise<Answer>
  graphql(query: string, options?: RequestOptions & { variables?: object }): Promise<Answer>
  /** A key of a new account, or of the named one; every scope but operator unless said. */
  newKey(options?: KeyOptions): Promise<TestKey>
  /** Listens on a free port and answers the base URL. */
  listen(): Promise<string>
  /** Sets the clock that operations see; undefined is the real one. */
  setNow(now: Date | undefined): void
}

/** A server on a database of its own, strict about its contract. */
export async function testApp(
  t: Test,
  options: {
    env?: Record<string, string>
    poolSize?: number
    limits?: DatabaseLimits
    replicas?: readonly Database[]
  } = {},
): Promise<TestApp> {
  const database = await testDatabase(t, { poolSize: options.poolSize ?? 8, ...options.limits })
  const config: Config = loadConfig({
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    RATE_LIMIT_PER_MINUTE: '10000000',
    RATE_LIMIT_BURST: '1000000',
    PORT: '0',
    ...options.env,
  })
  let fixed: Date | undefined
  const app = await createApp({
    config,
    database: withReplicas(database, options.replicas ?? []),
    strict: true,
    now: () => fixed ?? new Date(),
    graphql: (instance, doors) => registerGraphql(instance, operations, links, doors),
  })
  t.teardown(() => app.close())
  return {
    app,
    database,
    request: (method, url, given = {}) => inject(app, method, url, given),
    graphql: (query, { variables, ...given } = {}) =>
      inject(app, 'POST', '/graphql', { ...given, body: { query, variables } }),
    newKey: (given = {}) => newKey(database, given),
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    setNow: (now) => {
      fixed = now
    },
  }
}

async function inject(
  app: FastifyInstance,
  method: string,
  url: string,
  { key, body, headers = {} }: RequestOptions,
): Promise<Answer> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const reply = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { payload: (isRaw ? body : JSON.stringify(body)) as string }),
  } satisfies InjectOptions)
  const isJson = /json/.test(String(reply.headers['content-type']))
  return {
    status: reply.statusCode,
    headers: reply.headers as Record<string, string>,
    body: isJson && reply.body !== '' ? JSON.parse(reply.body) : reply.body,
  }
}

const everyScope = scopes.filter((scope) => scope !== 'operator')

/** A key of a new account, or of the named one; every scope but operator unless said. */
export async function newKey(database: Database, options: KeyOptions = {}): Promise<TestKey> {
  return database.transaction(async (db) => {
    const name = options.account ?? `account-${newId()}`
    const account = await insertAccount(db, newId(), name, options.kind ?? 'customer')
    const made = await issueKey(db, {
      accountId: account.id,
      name: 'test',
      mode: options.mode ?? 'live',
      scopes: options.scopes ?? everyScope,
      sellerId: options.sellerId ?? null,
      expiresAt: null,
    })
    return { key: made.secret, keyId: made.id, accountId: account.id }
  })
}
