import { isUtf8 } from 'node:buffer'
import cors from '@fastify/cors'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { openAccessTokens, openKeyring, pepperOf, usePepper } from '../accounts/index.ts'
import { buildGraphqlSchema } from '../contract/graphql-schema.ts'
import { buildOpenApi } from '../contract/openapi.ts'
import { events, links, operations } from '../contract/operations.ts'
import { contractVersion } from '../contract/version.ts'
import type { Config } from '../core/config.ts'
import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { randomBase62 } from '../core/ids.ts'
import { sealCursorsWith } from '../core/page.ts'
import { createRunner } from '../core/run.ts'
import { openPayments } from '../ledger/index.ts'
import { openTestClocks } from '../sandbox/index.ts'
import { allowWebhookNetworks } from '../webhooks/index.ts'
import { authenticate, type Identities } from './authenticate.ts'
import { registerDocs } from './docs.ts'
import { registerHealth } from './health.ts'
import { loggerOf } from './logger.ts'
import { registerOAuth } from './oauth.ts'
import { registerPaymentWebhooks } from './payment-webhooks.ts'
import { refusalOf, registerProblems, sendProblem } from './problem.ts'
import { registerRateLimit, type Spend } from './rate-limit.ts'
import { registerRest } from './rest.ts'

export interface AppOptions {
  readonly config: Config
  readonly database: Database
  readonly now?: () => Date
  /** Answers and errors that the contract does not declare are failures (tests). */
  readonly strict?: boolean
  isDraining?(): boolean
  /** Registers the GraphQL door; handed in because it stands above this module. */
  readonly graphql?: (app: FastifyInstance, doors: Doors) => Promise<unknown>
}

export interface Doors {
  readonly database: Database
  readonly run: ReturnType<typeof createRunner>
  /** What time it is for a caller: test accounts may have travelled ahead. */
  now(caller: Caller): Date
  readonly spend: Spend
  callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller | null>
}

/** Points that a refused key takes from the bucket of its address. */
const failureCost = 5000

/** The server with every door, ready to listen; closing it leaves the database open. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, database } = options
  const app = bareServer(config)
  registerProblems(app)
  registerBodies(app)
  registerReplyHeaders(app, options)
  await app.register(cors, { origin: true, exposedHeaders: exposed, maxAge: 600 })
  usePepper(config.keyPepper)
  allowWebhookNetworks(config.webhookAllowCidrs)
  sealCursorsWith(await database.transaction(pepperOf))
  const keyring = await openKeyring(database)
  app.addHook('onClose', () => keyring.close())
  const clocks = await openTestClocks(database, options.now)
  app.addHook('onClose', () => clocks.close())
  const run = createRunner({
    database,
    now: clocks.now,
    ...(options.strict ? { strict: true } : {}),
    // A revoked key must not answer once more, not even from this node's own cache.
    afterWrite: (operation) => {
      if (operation.tag === 'keys') keyring.clear()
    },
  })
  const issuer = config.publicUrl?.replace(/\/+$/, '') ?? `http://${config.host}:${config.port}`
  const identities: Identities = { keyring, tokens: await openAccessTokens(database, issuer) }
  const spend = await registerRateLimit(app, config)
  const doors: Doors = {
    database,
    run,
    now: clocks.now,
    spend,
    async callerOf(request, reply) {
      try {
        return await authenticate(request, identities)
      } catch (error) {
        // Guessing keys must cost the guesser's address something.
        await spend(request, reply, `ip:${request.ip}`, failureCost)
        throw error
      }
    },
  }
  registerOAuth(app, identities, doors.spend)
  registerHealth(app, { database, isDraining: options.isDraining ?? (() => false) })
  await openPayments(database, config.stripe)
  registerPaymentWebhooks(app, options)
  registerRest(app, operations, doors)
  await options.graphql?.(app, doors)
  await registerDocs(app, () => ({
    openapi: buildOpenApi(operations, events, contractVersion),
    schema: buildGraphqlSchema(operations, links),
  }))
  return app
}

const exposed = [
  'Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Idempotent-Replayed',
]

function bareServer(config: Config): FastifyInstance {
  return Fastify({
    loggerInstance: loggerOf(config),
    genReqId: requestIds(),
    requestIdHeader: false,
    bodyLimit: 1_048_576,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    // A line per request costs more than many requests do: on at debug level.
    logController: new LogController({
      requestIdLogLabel: 'requestId',
      disableRequestLogging: config.logLevel !== 'debug' && config.logLevel !== 'trace',
    }),
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: false },
    return503OnClosing: false,
    // Malformed URLs never reach a route or the error handler.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply as FastifyReply, refusalOf(error), request.id)
    },
  }) as unknown as FastifyInstance
}

/** Ids that no other process mints, without the cost of random bytes per request. */
function requestIds(): () => string {
  const own = randomBase62(12)
  let count = 0
  return () => `req_${own}${(count++).toString(36).padStart(6, '0')}`
}

/** JSON only, in valid UTF-8, without keys that would reach prototypes. */
function registerBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      if (!isUtf8(body)) {
        done(new ApiError('malformed_json', 'The body is not valid UTF-8: encode it as UTF-8.'))
        return
      }
      if (body.length === 0 && request.routeOptions.config.mayBeEmpty) return done(null)
      const text = body.toString('utf8')
      parse(request, text, (error, value) => done(error && jsonFault(error, text), value))
    },
  )
}

/** What the parser would not take, with the place where it is known. */
function jsonFault(error: Error, text: string): Error {
  if (text === '') return error
  try {
    JSON.parse(text)
  } catch (fault) {
    const { message } = fault as SyntaxError
    return new ApiError('malformed_json', `The body is not valid JSON: ${message}.`)
  }
  return new ApiError(
    'malformed_json',
    'No member may be named __proto__ or constructor: rename it.',
  )
}

function registerReplyHeaders(app: FastifyInstance, options: AppOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('request-id', request.id)
    reply.header('cache-control', 'private, no-store')
    reply.header('x-content-type-options', 'nosniff')
    // While draining, clients are told to reconnect elsewhere; nothing in flight is cut.
    if (options.isDraining?.()) reply.header('connection', 'close')
    done()
  })
}
