import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'
import { type GraphQLSchema, printSchema } from 'graphql'
import { stringify } from 'yaml'

export interface Contracts {
  readonly openapi: object
  readonly schema: GraphQLSchema
}

const welcome = `# Entrepôt: put your key into the headers below, as {"Authorization": "Bearer ent_test_…"}
{
  searchProducts(q: "camera", first: 5) {
    nodes { id title }
  }
}
`

/** The public contracts and the pages to read and try them; none of them needs a key or the network. */
export async function registerDocs(app: FastifyInstance, contracts: Contracts): Promise<void> {
  const yaml = stringify(contracts.openapi, { aliasDuplicateObjects: false })
  const sdl = printSchema(contracts.schema)
  const graphiql = renderGraphiQL({
    title: 'Entrepôt GraphiQL',
    endpoint: '/graphql',
    defaultQuery: welcome,
    headers: '{"Authorization": "Bearer ent_test_…"}',
  })
  app.get('/openapi.yaml', async (_request, reply) =>
    reply.header('content-type', 'application/yaml; charset=utf-8').send(yaml),
  )
  app.get('/openapi.json', async () => contracts.openapi)
  app.get('/schema.graphql', async (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send(sdl),
  )
  app.get('/graphiql', async (_request, reply) =>
    reply.header('content-type', 'text/html; charset=utf-8').send(graphiql),
  )
  app.get('/', async (_request, reply) => reply.redirect('/docs'))
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: { content: contracts.openapi, title: 'Entrepôt API', withDefaultFonts: false },
  })
}
