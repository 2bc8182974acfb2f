import type { FastifyInstance, FastifyReply } from 'fastify'
import { accessTokenSeconds } from '../accounts/index.ts'
import { ids } from '../core/ids.ts'
import { scopes as everyScope } from '../core/operation.ts'
import type { Identities } from './authenticate.ts'
import type { Spend } from './rate-limit.ts'

/**
 * Exchanges an API key for a short-lived access token: OAuth 2.0 client credentials (RFC 6749 §4.4)
 * with client_secret_basic; client_id is the key's id, client_secret the key. Tokens are JWTs
 * (RFC 9068), the metadata document is RFC 8414's.
 */
export function registerOAuth(app: FastifyInstance, identities: Identities, spend: Spend): void {
  const { tokens } = identities
  app.get('/.well-known/jwks.json', async () => tokens.jwks)
  app.get('/.well-known/oauth-authorization-server', async () => ({
    issuer: tokens.issuer,
    token_endpoint: `${tokens.issuer}/oauth/token`,
    jwks_uri: `${tokens.issuer}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    scopes_supported: everyScope,
    response_types_supported: [],
  }))
  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 10_000 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/oauth/token', async (request, reply) => {
      await spend(request, reply, `ip:${request.ip}`, 10)
      reply.header('cache-control', 'no-store')
      const form = (request.body ?? {}) as Record<string, string>
      if (form.grant_type !== 'client_credentials') {
        return refuse(reply, 400, 'unsupported_grant_type', 'Send grant_type=client_credentials.')
      }
      const credentials = credentialsOf(request.headers.authorization)
      const caller = credentials && (await identities.keyring.find(credentials.secret))
      if (!caller || ids.apiKey.encode(caller.keyId) !== credentials.id) {
        reply.header('www-authenticate', 'Basic realm="entrepot"')
        return refuse(reply, 401, 'invalid_client', 'Send the key id and the key by HTTP Basic.')
      }
      const wanted = form.scope ? form.scope.split(' ') : [...caller.scopes]
      if (!wanted.every((name) => caller.scopes.has(name))) {
        return refuse(reply, 400, 'invalid_scope', 'Ask only for scopes that the key has.')
      }
      return {
        access_token: await tokens.issue(caller, wanted),
        token_type: 'Bearer',
        expires_in: accessTokenSeconds,
        scope: wanted.join(' '),
      }
    })
  })
}

function credentialsOf(header: string | undefined): { id: string; secret: string } | undefined {
  const match = /^basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')
  if (match === null) return undefined
  const text = Buffer.from(match[1]!, 'base64').toString('utf8')
  const cut = text.indexOf(':')
  if (cut < 0) return undefined
  return { id: decode(text.slice(0, cut)), secret: decode(text.slice(cut + 1)) }
}

/** RFC 6749 form-encodes both halves; ids and keys survive that unchanged, so a bad escape is kept. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** OAuth's own error form (RFC 6749 §5.2), which its client libraries expect instead of a problem. */
function refuse(reply: FastifyReply, status: number, error: string, description: string) {
  return reply.code(status).send({ error, error_description: description })
}
