import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { rateFor } from '../../src/shipping/index.ts'
import { testDatabase } from '../support/database.ts'
import { entrepot } from './process.ts'

t.setTimeout(60_000)

const daily = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
  xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.2345'/></Cube></Cube>
</gesmes:Envelope>
`

t.test('rates import takes the published file and names what is wrong with others', async (t) => {
  const database = await testDatabase(t)
  const files = t.testdir({ 'daily.xml': daily })
  const path = join(files, 'daily.xml')
  const run = (...args: string[]) =>
    entrepot(['rates', 'import', ...args], { DATABASE_URL: database.url })

  const done = await run(path, '--json')
  t.equal(done.code, 0, done.stderr)
  t.same(JSON.parse(done.stdout), {
    rateCount: 1,
    changedCount: 1,
    firstDate: '2026-11-20',
    lastDate: '2026-11-20',
  })
  const at = new Date('2026-11-23T00:00:00Z')
  t.equal((await database.read((db) => rateFor(db, 'EUR', 'USD', at))).rate, '1.2345')

  await writeFile(path, daily.replace('1.2345', 'lots'))
  const wrong = await run(path)
  t.equal(wrong.code, 1)
  t.match(wrong.stderr, `${path}: Line 4: "lots" is no rate.`)
  const missing = await run(join(files, 'none.xml'))
  t.equal(missing.code, 1)
  t.match(missing.stderr, 'there is no such file')
})
