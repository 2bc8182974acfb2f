import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { type GraphQLSchema, printSchema } from 'graphql'
import { type ErrorCode, errorCodes } from '../core/errors.ts'

export interface Contracts {
  readonly openapi: object
  readonly schema: GraphQLSchema
}

const welcome = `# Put your key into the headers below, as in
# { "Authorization": "Bearer ent_test_..." }
# and run this.
{
  searchProducts(q: "camera", first: 5) {
    nodes { id title }
  }
}
`

const html = 'text/html; charset=utf-8'

/**
 * The public contracts and the pages to read and try them; none of them needs a key or the network.
 * Contracts are printed when first asked for: most nodes never are.
 */
export async function registerDocs(
  app: FastifyInstance,
  contracts: () => Contracts,
): Promise<void> {
  const send = (path: string, type: string, print: () => Promise<string>) => {
    let body: Promise<string> | undefined
    app.get(path, async (_request, reply) => {
      body ??= print()
      return reply.header('content-type', type).send(await body)
    })
  }
  send('/openapi.yaml', 'application/yaml; charset=utf-8', async () => {
    const { stringify } = await import('yaml')
    return stringify(contracts().openapi, { aliasDuplicateObjects: false })
  })
  send('/openapi.json', 'application/json; charset=utf-8', async () =>
    JSON.stringify(contracts().openapi),
  )
  send('/schema.graphql', 'text/plain; charset=utf-8', async () => printSchema(contracts().schema))
  app.get('/', async (_request, reply) => reply.redirect('/docs'))
  await app.register(registerPages)
}

const require = createRequire(import.meta.url)

/** Pages hold scripts of several megabytes: they are read when first asked for, not at start. */
async function registerPages(app: FastifyInstance): Promise<void> {
  await app.register(helmet, { contentSecurityPolicy: false })
  const page = (path: string, print: () => string | Promise<string>) => {
    app.get(path, async (_request, reply) => reply.header('content-type', html).send(await print()))
    app.get(`${path}/`, async (_request, reply) => reply.redirect(path))
  }
  let graphiql: string | undefined
  page('/graphiql', async () => (graphiql ??= await graphiqlPage()))
  page('/errors', errorsPage)
  page('/docs', () => docsPage)
  for (const [name, type] of Object.entries(assets)) {
    const file = require.resolve(`swagger-ui-dist/${name}`)
    app.get(`/docs/${name}`, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', 'public, max-age=86400')
        .send(createReadStream(file)),
    )
  }
}

const assets = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}

/** Where the `type` of a problem leads. */
function errorsPage(): string {
  const codes = Object.entries(errorCodes) as [string, ErrorCode][]
  const rows = codes.map(
    ([code, { status, title, retryable }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? 'yes' : ''}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Entrepôt errors</title>
    <link rel="icon" href="data:," />
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
      td, th { padding: 0.3rem 1rem 0.3rem 0; text-align: left; vertical-align: top }
      :target { background: #fff3bf }
    </style>
  </head>
  <body>
    <h1>Errors</h1>
    <p>Every refusal of <a href="/docs">the API</a> is a problem document (RFC 9457) with one of these codes. GraphQL carries the same in <code>extensions</code>.</p>
    <table><tr><th>code</th><th>status</th><th>situation</th><th>may succeed if repeated</th></tr>${rows.join('')}</table>
  </body>
</html>`
}

async function graphiqlPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  return renderGraphiQL({
    title: 'Entrepôt GraphiQL',
    endpoint: '/graphql',
    defaultQuery: welcome,
    headers: '{ "Authorization": "" }',
  })
}

const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Entrepôt API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <style>
      .swagger-ui .info { margin: 2rem 0 }
      .swagger-ui .scheme-container { margin-bottom: 1rem; padding: 1rem 0 }
    </style>
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script>
      SwaggerUIBundle({
        url: '/openapi.json',
        dom_id: '#reference',
        deepLinking: true,
        docExpansion: 'none',
        filter: true,
        displayRequestDuration: true,
        persistAuthorization: true,
        tryItOutEnabled: true,
      })
    </script>
  </body>
</html>
`
