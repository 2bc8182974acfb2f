import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t from 'tap'
import { entrepot } from './process.ts'

t.setTimeout(180_000)

t.test('the demo does the whole main job on an empty folder, and again on its own', async (t) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'entrepot-demo-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  for (const round of ['first', 'second']) {
    const { code, stdout, stderr } = await entrepot(['demo', '--exit'], {
      DATABASE_URL: '',
      DATA_DIR: dataDir,
      PORT: '0',
    })
    t.equal(code, 0, `${round}: ${stderr}`)
    t.match(stdout, /^search .*did you mean "wireless keyboard"/m, 'the misspelling is corrected')
    t.match(stdout, /^quote .*total €\d/m)
    t.match(stdout, /^tracking .*: delivered/m)
    t.match(stdout, /^order .*: delivered/m)
    t.match(stdout, /^seller .*reliability/m)
    t.match(stdout, /^key +ent_test_/m)
    t.notMatch(stdout, /\/docs/, 'no address of what has ended')
  }
})
