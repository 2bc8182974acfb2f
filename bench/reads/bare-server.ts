import Fastify from 'fastify'
import postgres from 'postgres'
import { productOf } from '../../src/catalog/product-of.ts'
import { selectProducts } from '../../src/catalog/queries-products.ts'
import type { Tx } from '../../src/core/database.ts'
import { ids } from '../../src/core/ids.ts'

/** The limit to compare with: Fastify and the driver alone, the same statement, the same JSON. */
const sql = postgres(process.env.DATABASE_URL!, { max: 20, connection: { TimeZone: 'UTC' } })
const db = { sql } as unknown as Tx
const app = Fastify()

app.get('/readyz', async () => ({ status: 'ok' }))
app.get<{ Params: { id: string } }>('/v1/products/:id', async (request, reply) => {
  const [row] = await selectProducts(db, [ids.product.decode(request.params.id)], [])
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(productOf(row!)))
})

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
