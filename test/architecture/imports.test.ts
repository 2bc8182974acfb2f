import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import path from 'node:path'
import t from 'tap'

/** The rules of the map, read from the map itself. */
const order = [...readFileSync('src/README.md', 'utf8').matchAll(/^\d+\. `(\w+)`/gm)].map(
  (match) => match[1]!,
)

interface Import {
  readonly file: string
  readonly line: string
  readonly target: string
}

async function importsOf(): Promise<Import[]> {
  const found: Import[] = []
  for await (const file of glob('src/**/*.{ts,js}')) {
    const text = readFileSync(file, 'utf8')
    for (const match of text.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)) {
      found.push({ file, line: match[0], target: match[1] ?? match[2]! })
    }
  }
  return found
}

function moduleOf(file: string): string {
  const [, first, ...rest] = file.split(path.sep)
  return rest.length === 0 ? 'main' : first!
}

const all = await importsOf()
const local = all
  .filter(({ target }) => target.startsWith('.'))
  .map((one) => {
    const to = path.join(path.dirname(one.file), one.target)
    return { ...one, to, fromModule: moduleOf(one.file), toModule: moduleOf(to) }
  })
  .filter(({ to }) => to.startsWith(`src${path.sep}`))

t.test('every module stands in the map', async (t) => {
  t.ok(order.length >= 15, 'the map lists the modules')
  for (const name of new Set(local.map((one) => one.fromModule))) {
    t.ok(name === 'main' || order.includes(name), name)
  }
})

t.test('a module imports only from modules before it', async (t) => {
  const rank = (name: string) => (name === 'main' ? order.length : order.indexOf(name))
  for (const one of local) {
    if (one.fromModule === one.toModule) continue
    if (rank(one.toModule) < rank(one.fromModule)) continue
    t.fail(`${one.file} imports ${one.to}`)
  }
  t.pass(`${local.length} imports looked at`)
})

t.test('other modules are entered by index.ts or tables.ts', async (t) => {
  // Core has no front door: each of its files is one. Scalars and shapes of contract serve its printers.
  const open = new Set(['core', 'contract', 'http'])
  for (const one of local) {
    if (one.fromModule === one.toModule || open.has(one.toModule) || one.fromModule === 'main')
      continue
    if (/(^|\/)(index|tables)\.ts$/.test(one.to)) continue
    t.fail(`${one.file} enters ${one.to}`)
  }
  t.pass('looked at')
})

t.test('transport stays in the doors and SQL stays home', async (t) => {
  const transport = /^(fastify|mercurius|graphql|@fastify\/.*)$/
  const doors = new Set(['http', 'graphql', 'contract', 'cli', 'main'])
  for (const { file, target } of all) {
    if (transport.test(target)) t.ok(doors.has(moduleOf(file)), `${file} imports ${target}`)
    if (/^drizzle-orm/.test(target)) {
      const isHome = /\/(tables|queries[\w-]*)\.ts$/.test(file) || moduleOf(file) === 'core'
      t.ok(isHome, `${file} imports ${target}`)
    }
  }
})
