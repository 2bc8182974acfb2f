import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import t from 'tap'
import { buildSdk } from '../../sdk/build.ts'

const folder = await mkdtemp(path.join(os.tmpdir(), 'entrepot-sdk-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const installed = path.join(folder, 'node_modules', '@entrepot', 'sdk')
await mkdir(installed, { recursive: true })
await cp('sdk/package.json', path.join(installed, 'package.json'))
await buildSdk(path.join(installed, 'dist'))
const manifest = JSON.parse(readFileSync('sdk/package.json', 'utf8'))

t.test('the whole client is at most 10 kB on the wire and depends on nothing', async (t) => {
  const bundle = await build({
    entryPoints: [path.join(installed, 'dist', 'index.js')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
  })
  const code = bundle.outputFiles[0]!.contents
  t.ok(gzipSync(code).length <= 10_000, `${gzipSync(code).length} bytes`)
  t.same(manifest.dependencies, undefined)
  t.equal(manifest.sideEffects, false)
})

t.test('nothing of Node is in it, so it runs wherever fetch does', async (t) => {
  const code = readFileSync(path.join(installed, 'dist', 'index.js'), 'utf8')
  t.notMatch(code, /\bBuffer\b|\brequire\(|from ["']node:|(?<!\.)\bprocess\./)
  for (const name of readdirSync(path.join(installed, 'dist'))) {
    if (!/\.d\.c?ts$/.test(name)) continue
    const types = readFileSync(path.join(installed, 'dist', name), 'utf8')
    t.notMatch(types, /NodeJS|\bBuffer\b|reference types|from ["'](?!\.\/)/, name)
    t.notMatch(types, /from '\.\/[\w-]+(\.ts)?'/, `${name} names its neighbours by their extension`)
  }
})

t.test('the package is laid out as bundlers and compilers expect', async (t) => {
  const { messages } = await publint({ pkgDir: installed, pack: false })
  t.same(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  )
})

const consumer = `
import { createClient, type Order, verifyWebhook } from '@entrepot/sdk'
const client = createClient({ apiKey: 'ent_test_x' })
export async function first(): Promise<Order | undefined> {
  for await (const order of client.orders.listOrders({ limit: 1 })) return order
  const { data, requestId } = await client.orders.getOrder({ id: 'ord_1' }).withResponse()
  const text: string | undefined = requestId
  // @ts-expect-error the id is required
  await client.orders.getOrder({})
  const event = await verifyWebhook('', {}, 'whsec_')
  if (event.type === 'order.created') return { ...data, clientReference: event.data.clientReference ?? text ?? null }
  return undefined
}
`

const strict = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022', 'dom'],
  types: [] as string[],
}

/** What the compiler says to these files; nothing when all is well. */
async function compile(files: Record<string, string>, options: object = {}): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, name), text)
  }
  const config = { compilerOptions: { ...strict, ...options }, files: Object.keys(files) }
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
  return run(process.execPath, [path.resolve('node_modules/typescript/bin/tsc'), '-p', folder])
}

t.test('types hold in a strict consumer, as an ES module and as CommonJS', async (t) => {
  t.equal(await compile({ 'consumer.mts': consumer, 'consumer.cts': consumer }), '')
})

t.test('what the README shows compiles', async (t) => {
  const readme = readFileSync('sdk/README.md', 'utf8')
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!)
  t.ok(blocks.length >= 6)
  const given = `
declare const rawBody: string
declare const request: { headers: Headers }
export {}
`
  const client = "declare const client: import('@entrepot/sdk').Client\n"
  const files = blocks.map((block, n) => [
    `example-${n}.mts`,
    (block.includes('const client =') ? given : given + client) + block,
  ])
  const options = { types: ['node'], typeRoots: [path.resolve('node_modules/@types')] }
  t.equal(await compile(Object.fromEntries(files), options), '')
})

const smoke = `
const server = require('node:http').createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ data: [{ id: 'key_1' }], nextCursor: request.url.includes('cursor') ? null : 'c' }))
})
server.listen(0, '127.0.0.1', async () => {
  const options = { apiKey: 'ent_test_x', baseUrl: 'http://127.0.0.1:' + server.address().port }
  const ids = []
  for (const sdk of [require('@entrepot/sdk'), await import('@entrepot/sdk')]) {
    for await (const key of sdk.createClient(options).keys.listApiKeys()) ids.push(key.id)
    await sdk.verifyWebhook('{}', {}, 'whsec_AA==').catch((error) => ids.push(error.name))
  }
  console.log(ids.join())
  server.close()
})
`

t.test('it runs on this Node and on every other one from version 20 at hand', async (t) => {
  await writeFile(path.join(folder, 'smoke.cjs'), smoke)
  const once = 'key_1,key_1,WebhookVerificationError'
  for (const node of nodes()) {
    const version = run(node, ['--version']).trim()
    t.equal(run(node, [path.join(folder, 'smoke.cjs')]).trim(), `${once},${once}`, version)
  }
})

function run(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return String((error as { stdout?: string }).stdout) + String(error)
  }
}

/** This Node and others on the PATH that the package says it supports. */
function nodes(): string[] {
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((dir) => path.join(dir, 'node'))
    .filter((file) => existsSync(file))
    .map((file) => realpathSync(file))
  return [...new Set([process.execPath, ...found])].filter(
    (file) => Number(/^v(\d+)/.exec(run(file, ['--version']))?.[1]) >= 20,
  )
}
