import t from 'tap'
import { testDatabase } from '../support/database.ts'
import { entrepot } from './process.ts'

// Each command is a process of its own.
t.setTimeout(120_000)

/** The commands that a help lists. */
function commandsIn(help: string): string[] {
  const list = help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? ''
  const names = [...list.matchAll(/^ {2}([a-z][\w-]*)[ |]/gm)].map((match) => match[1]!)
  return names.filter((name) => name !== 'help')
}

t.test('every command explains itself', async (t) => {
  const top = await entrepot(['--help'])
  t.equal(top.code, 0)
  const commands = commandsIn(top.stdout)
  for (const name of ['serve', 'worker', 'migrate', 'import', 'keys', 'wallet', 'demo']) {
    t.ok(commands.includes(name), name)
  }
  const helps = await Promise.all(commands.map((name) => entrepot([name, '--help'])))
  for (const [i, help] of helps.entries()) {
    const name = commands[i]!
    t.equal(help.code, 0, name)
    t.match(help.stdout, /Usage: entrepot /, name)
  }
  // Those with commands of their own list them instead.
  const groups = helps.flatMap(({ stdout }, i) =>
    commandsIn(stdout).map((name) => [commands[i]!, name]),
  )
  const inner = await Promise.all(groups.map((words) => entrepot([...words, '--help'])))
  t.ok(inner.length >= 5, `${inner.length} below groups`)
  const leaves = [...helps.filter(({ stdout }) => !/^Commands:/m.test(stdout)), ...inner]
  for (const { stdout } of leaves) {
    t.match(stdout, /^Examples:\n {2}npm run entrepot -- /m, stdout)
    t.match(stdout, /^Settings/m)
  }
  const create = inner.find(({ stdout }) => stdout.startsWith('Usage: entrepot keys create'))
  t.match(create?.stdout, /--account <name> .*\(required\)/)
})

t.test('a bad setting is named with its fix before anything starts', async (t) => {
  const wrong = await entrepot(['serve'], { PORT: 'eighty', DATABASE_URL: 'mysql://x' })
  t.equal(wrong.code, 1)
  t.match(wrong.stderr, /PORT is "eighty"/)
  t.match(wrong.stderr, /DATABASE_URL/)
  t.notMatch(wrong.stderr, /mysql:\/\/x/, 'secrets are not shown')
  t.notMatch(wrong.stderr, /at .*\.ts:\d+/, 'no stack')
})

t.test('a database that is not there is said in one sentence', async (t) => {
  const { code, stderr } = await entrepot(['migrate'], {
    DATABASE_URL: 'postgres://ada:secret@127.0.0.1:1/none',
  })
  t.equal(code, 1)
  t.match(stderr, /^DATABASE_URL leads to no usable database .*ECONNREFUSED/)
  t.notMatch(stderr, /secret|\.ts:\d+/, 'no password, no stack')
})

t.test('an unknown command or scope ends with 1 and says what there is', async (t) => {
  const command = await entrepot(['srve'])
  t.equal(command.code, 1)
  t.match(command.stderr, /serve/)
  const { url } = await testDatabase(t)
  const scope = await entrepot(['keys', 'create', '--account', 'x', '--scopes', 'everything'], {
    DATABASE_URL: url,
  })
  t.equal(scope.code, 1)
  t.match(scope.stderr, /products:read/)
})

t.test('keys create answers a key that scripts can read', async (t) => {
  const { url } = await testDatabase(t)
  const made = await entrepot(
    ['keys', 'create', '--account', 'Acme', '--mode', 'live', '--scopes', 'orders:read', '--json'],
    { DATABASE_URL: url },
  )
  t.equal(made.code, 0, made.stderr)
  const key = JSON.parse(made.stdout)
  t.match(key.secret, /^ent_live_/)
  t.same(key.scopes, ['orders:read'])
})
