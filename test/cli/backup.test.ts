import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { rowMarks } from '../contract/row-marks.ts'
import { world } from '../contract/world.ts'
import { testDatabase } from '../support/database.ts'
import { entrepot, startServing } from './process.ts'

// Each command is a process of its own.
t.setTimeout(180_000)

t.test('a backup brings everything back, elsewhere', async (t) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'entrepot-backup-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'all.sql.gz')
  const stage = await world(t)
  const { buyer, ids } = stage
  const source = stage.test.database
  const taken = await entrepot(['backup', file, '--json'], { DATABASE_URL: source.url })
  t.equal(taken.code, 0, taken.stderr)
  const counts = JSON.parse(taken.stdout)
  t.ok(counts.tables > 50 && counts.rows > 100, taken.stdout)

  const nowhere = await entrepot(['backup', path.join(folder, 'none', 'all')], {
    DATABASE_URL: source.url,
  })
  t.match(nowhere, { code: 1, stderr: /no such file or folder/ })

  const target = await testDatabase(t)
  const env = { DATABASE_URL: target.url }
  const before = await rowMarks(target)
  const script = gunzipSync(await readFile(file))
  const broken = path.join(folder, 'broken.sql.gz')
  await writeFile(broken, gzipSync(script.subarray(0, script.length - 200)))
  const refusals = [
    [broken, /breaks off/],
    [path.join(folder, 'none.gz'), /no such file/],
    ['package.json', /no backup/],
  ] as const
  for (const [name, reason] of refusals) {
    const refused = await entrepot(['restore', name], env)
    t.equal(refused.code, 1)
    t.match(refused.stderr, reason)
    t.notMatch(refused.stderr, /\.ts:\d+/, 'no stack')
  }
  t.same(await rowMarks(target), before, 'and changes nothing')

  const restored = await entrepot(['restore', file], env)
  t.equal(restored.code, 0, restored.stderr)
  const again = await entrepot(['restore', file], env)
  t.match(again.stderr, /--replace/, 'nothing is lost unasked')
  t.equal((await entrepot(['restore', file, '--replace'], env)).code, 0)
  t.equal((await entrepot(['ledger', 'check'], env)).code, 0)

  const server = await startServing({ ...env, DRAIN_MS: '1' }, 20_000 + (process.pid % 20_000))
  const headers = { authorization: `Bearer ${buyer.key}` }
  for (const url of [`/v1/orders/${ids.live.order}`, '/v1/wallets', '/v1/products/search?q=cup']) {
    const here = await stage.test.request('GET', url, { key: buyer.key })
    const there = await fetch(server.url + url, { headers })
    t.same(await there.json(), here.body, url)
  }
  server.child.kill('SIGTERM')
  await server.ended
})
