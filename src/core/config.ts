import path from 'node:path'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Convert, Default } from 'typebox/value'

const Port = Type.Integer({ minimum: 0, maximum: 65_535 })
const Milliseconds = (options: { default: number; description: string }) =>
  Type.Integer({ minimum: 1, maximum: 3_600_000, ...options })

/** Every setting of a node: one environment variable each, read once at start. */
const Environment = Type.Object({
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'Address to listen on.' }),
  PORT: Type.Integer({ ...Port, default: 3000, description: 'Port of the public API.' }),
  OPERATOR_PORT: Type.Optional(
    Type.Integer({ ...Port, description: 'Port of /metrics; unset means no metrics door.' }),
  ),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s]+$',
      description: 'How clients reach this installation, for links and token issuers.',
    }),
  ),
  DATA_DIR: Type.String({
    minLength: 1,
    default: '.data',
    description: "Folder of the embedded database's files.",
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description:
        'A PostgreSQL 15 or later; unset means the embedded one. On the same machine a Unix socket (`?host=FOLDER`) serves sooner than a port; catalogues of a million products want shared_buffers at a quarter of the memory.',
    }),
  ),
  DATABASE_REPLICA_URLS: Type.Optional(
    Type.String({
      description: 'Read replicas, separated by commas, for search and product reads.',
    }),
  ),
  DATABASE_POOL_SIZE: Type.Integer({
    minimum: 2,
    maximum: 500,
    default: 20,
    description:
      'Connections this process may open; searches take up to two more for each processor.',
  }),
  DATABASE_STATEMENT_TIMEOUT_MS: Milliseconds({
    default: 5000,
    description: 'The server cancels statements that run longer.',
  }),
  DATABASE_LOCK_TIMEOUT_MS: Milliseconds({
    default: 2000,
    description: 'How long a statement may wait for a lock.',
  }),
  DATABASE_TLS: Type.Unsafe<'disable' | 'require' | 'verify'>({
    type: 'string',
    enum: ['disable', 'require', 'verify'],
    default: 'disable',
    description: 'TLS to the database: off, encrypted, or encrypted and verified.',
  }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://',
      description: 'Shared rate limits of several nodes; unset means limits per process.',
    }),
  ),
  LOG_LEVEL: Type.Unsafe<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    type: 'string',
    enum: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    description: 'Least severe log line to write.',
  }),
  TRUST_PROXY: Type.Optional(
    Type.String({
      description: 'Addresses or CIDRs of proxies whose X-Forwarded-For is believed, by commas.',
    }),
  ),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    minimum: 1,
    maximum: 10_000_000,
    // As much as one machine can serve: fairness between keys is the operator's to set.
    default: 1_200_000,
    description: 'Points a key may spend in a minute; every operation states its cost.',
  }),
  RATE_LIMIT_BURST: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    default: 100_000,
    description: 'Points a key may spend at once.',
  }),
  DRAIN_MS: Type.Integer({
    minimum: 0,
    maximum: 600_000,
    default: 2000,
    description:
      'How long to serve with `Connection: close`, and to wait for webhooks in flight, after the signal to stop.',
  }),
  KEY_PEPPER: Type.Optional(
    Type.String({
      minLength: 16,
      description: 'Secret mixed into stored key hashes; unset means one made at first start.',
    }),
  ),
  STRIPE_SECRET_KEY: Type.Optional(Type.String({ description: 'Enables card top-ups by Stripe.' })),
  STRIPE_WEBHOOK_SECRET: Type.Optional(
    Type.String({ description: "Verifies Stripe's webhook calls." }),
  ),
  STRIPE_API_BASE: Type.Optional(
    Type.String({ pattern: '^https?://', description: "Stripe's API, when not the real one." }),
  ),
  WEBHOOK_ALLOW_CIDRS: Type.Optional(
    Type.String({ description: 'Private networks that webhooks may reach, by commas.' }),
  ),
})

export interface Config {
  readonly host: string
  readonly port: number
  readonly operatorPort: number | undefined
  readonly publicUrl: string | undefined
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly replicaUrls: readonly string[]
  readonly poolSize: number
  readonly statementTimeoutMs: number
  readonly lockTimeoutMs: number
  readonly tls: 'disable' | 'require' | 'verify'
  readonly redisUrl: string | undefined
  readonly logLevel: string
  readonly trustProxy: readonly string[]
  readonly rateLimit: { readonly pointsPerMinute: number; readonly burst: number }
  readonly drainMs: number
  readonly keyPepper: string | undefined
  readonly stripe: {
    readonly secretKey: string | undefined
    readonly webhookSecret: string | undefined
    readonly apiBase: string | undefined
  }
  readonly webhookAllowCidrs: readonly string[]
}

/** A setting that cannot be used; the message names the variable and the fix. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

const validator = Compile(Environment)

/**
 * The node's settings from its environment, `usual` serving where a variable is not set; throws
 * `ConfigError` naming each bad variable.
 */
export function loadConfig(
  env: NodeJS.ProcessEnv = process.env,
  usual: Readonly<Record<string, string>> = {},
): Config {
  const names = Object.keys(Environment.properties) as (keyof typeof Environment.properties)[]
  const given = Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name] || usual[name]
      return value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
  const value = Convert(Environment, Default(Environment, given))
  if (!validator.Check(value)) throw new ConfigError(problemsOf(value))
  return configOf(value)
}

function problemsOf(value: unknown): string[] {
  const seen = new Set<string>()
  const problems: string[] = []
  for (const error of validator.Errors(value)) {
    const name = error.instancePath.slice(1) as keyof typeof Environment.properties
    if (seen.has(name) || !(name in Environment.properties)) continue
    seen.add(name)
    const { description } = Environment.properties[name] as { description?: string }
    const shown = /SECRET|PEPPER|URL/.test(name)
      ? 'a value (not shown)'
      : JSON.stringify((value as Record<string, unknown>)[name])
    problems.push(`${name} is ${shown}: it ${error.message}. ${description ?? ''}`.trimEnd())
  }
  return problems
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function configOf(env: Type.Static<typeof Environment>): Config {
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    operatorPort: env.OPERATOR_PORT,
    publicUrl: env.PUBLIC_URL,
    dataDir: path.resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL,
    replicaUrls: listOf(env.DATABASE_REPLICA_URLS),
    poolSize: env.DATABASE_POOL_SIZE,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: env.DATABASE_LOCK_TIMEOUT_MS,
    tls: env.DATABASE_TLS,
    redisUrl: env.REDIS_URL,
    logLevel: env.LOG_LEVEL,
    trustProxy: listOf(env.TRUST_PROXY),
    rateLimit: { pointsPerMinute: env.RATE_LIMIT_PER_MINUTE, burst: env.RATE_LIMIT_BURST },
    drainMs: env.DRAIN_MS,
    keyPepper: env.KEY_PEPPER,
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET,
      apiBase: env.STRIPE_API_BASE,
    },
    webhookAllowCidrs: listOf(env.WEBHOOK_ALLOW_CIDRS),
  })
}

/** The settings as documentation: name, default and meaning, for `--help` and the README. */
export function describeConfig(): { name: string; default: string; description: string }[] {
  return Object.entries(Environment.properties).map(([name, schema]) => {
    const { default: fallback, description } = schema as { default?: unknown; description?: string }
    return {
      name,
      default: fallback === undefined ? '' : String(fallback),
      description: description ?? '',
    }
  })
}
