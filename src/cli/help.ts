import { type Command, Help } from 'commander'
import { describeConfig } from '../core/config.ts'

/** Commands as people type them, by the words that name them. */
const examples: Readonly<Record<string, readonly string[]>> = {
  entrepot: [
    'demo',
    'keys create --account "My shop"',
    'import catalogue.csv --seller "Mouse House"',
    'serve',
  ],
  serve: ['serve', 'serve --no-worker'],
  worker: ['worker'],
  migrate: ['migrate --json'],
  import: [
    'import products.csv --seller "Mouse House"',
    'import feed.xml.gz --seller "Mouse House" --full --currency EUR --country DE',
  ],
  'orders import': ['orders import orders.csv --account "My shop" --mode test'],
  'keys create': [
    'keys create --account "My shop"',
    'keys create --account "My shop" --mode live --scopes products:read,orders:read,orders:write',
    'keys create --account "Operations" --kind operator --mode live --scopes operator --json',
  ],
  'wallet top-up': [
    'wallet top-up --account "My shop" --amount-minor 50000 --currency EUR --mode live',
  ],
  'ledger check': ['ledger check --json'],
  'ledger rebuild': ['ledger rebuild'],
  'payouts run': ['payouts run --currency EUR --minimum-minor 2500'],
  'reliability rebuild': ['reliability rebuild'],
  'rates import': ['rates import eurofxref-hist.xml'],
  backup: ['backup entrepot.sql.gz'],
  restore: ['restore entrepot.sql.gz', 'restore entrepot.sql.gz --replace'],
  demo: ['demo', 'demo --exit'],
}

/** These read every setting; the others need to know the database only. */
const servers = new Set(['serve', 'worker', 'demo'])

/** Completes the help of a command and of those below it: what is required, examples, settings. */
export function explain(command: Command, words: readonly string[] = []): void {
  command.showHelpAfterError('(add --help for the options and examples)').configureHelp({
    optionDescription(option) {
      const text = Help.prototype.optionDescription.call(this, option)
      return option.mandatory ? `${text} (required)` : text
    },
  })
  const name = words.join(' ')
  const lines = examples[name || 'entrepot']
  if (lines) {
    const shown = lines.map((line) => `  npm run entrepot -- ${line}`)
    command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`)
  }
  if (command.commands.length === 0) command.addHelpText('after', settingsOf(name))
  for (const child of command.commands) explain(child, [...words, child.name()])
}

function settingsOf(name: string): string {
  if (!servers.has(name)) {
    return '\nSettings: DATABASE_URL, or DATA_DIR for the embedded database; serve --help lists them all.'
  }
  const rows = describeConfig().map(({ name: variable, default: usual, description }) => {
    const text = usual === '' ? description : `${description} (default: ${usual})`
    return `  ${variable.padEnd(30)} ${text}`
  })
  return `\nSettings (environment variables):\n${rows.join('\n')}`
}
