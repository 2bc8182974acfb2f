import { parseArgs } from 'node:util'
import { type Bench, type Figure, tableOf, writeJson } from './support/report.ts'

/**
 * `npm run bench -- [name …] [--seconds N] [--catalogue FILE]`: measures against the machine's own
 * limits in the same run and prints one table; `bench/results/latest.json` holds it for scripts.
 */
const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  import: () => import('./import/bench.ts'),
  memory: () => import('./import/memory.ts'),
  orders: () => import('./orders/bench.ts'),
  reads: () => import('./reads/bench.ts'),
  runtime: () => import('./runtime/bench.ts'),
  search: () => import('./search/bench.ts'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { seconds: { type: 'string', default: '5' }, catalogue: { type: 'string' } },
})

const unknown = positionals.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`No bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(1)
}

const { seconds, catalogue, ...rest } = values
const extra = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
const figures: Figure[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(benches)) {
  console.error(`# ${name} …`)
  const { bench } = await benches[name]!()
  figures.push(
    ...(await bench({
      seconds: Number(seconds),
      catalogue: catalogue as string | undefined,
      extra,
    })),
  )
}
console.log(tableOf(figures))
console.error(`Written to ${writeJson(figures)}`)
