import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import t from 'tap'

async function read(pattern: string): Promise<[string, string][]> {
  const files: [string, string][] = []
  for await (const file of glob(pattern, { exclude: (name) => name.includes('node_modules') })) {
    files.push([file, readFileSync(file, 'utf8')])
  }
  return files
}

const maxLines = 400

t.test('files can be read in one sitting and hold no leftovers', async (t) => {
  const files = [...(await read('src/**/*.{ts,js}')), ...(await read('test/**/*.ts'))]
  t.ok(files.length > 50)
  for (const [file, text] of files) {
    const lines = text.split('\n').length
    t.ok(lines <= maxLines, `${file} has ${lines} lines`)
    t.notMatch(text, new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME)\\b`), file)
    t.notMatch(text, /\bdebugger\b|console\.debug/, file)
  }
})

t.test('nothing is called utils, helpers, common or lib', async (t) => {
  for (const [file] of await read('src/**/*.{ts,js}')) {
    t.notMatch(file, /\/(utils?|helpers?|common|lib)(\/|\.[tj]s|-)/, file)
  }
})

t.test('only core reads the environment', async (t) => {
  for (const [file, text] of await read('src/**/*.{ts,js}')) {
    if (text.includes('process.env')) t.match(file, /^src\/(core\/|main\.js$)/, file)
  }
})
