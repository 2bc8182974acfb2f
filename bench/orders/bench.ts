import { benchDatabase, settle } from '../support/database.ts'
import { hasPgbench, pgbench } from '../support/pgbench.ts'
import { serve, startProcess } from '../support/process.ts'
import type { Bench, Figure } from '../support/report.ts'
import { loadOrders } from './load.ts'
import { type Scene, setScene } from './scene.ts'
import { placementScript } from './statements.ts'

const port = 39_172
const atLeastOrders = 400
const atLeastShare = 0.4

/** Orders a second through REST, one call each, against pgbench running the same statements. */
export const bench: Bench = async ({ seconds }) => {
  const own = await benchDatabase('orders')
  try {
    const scene = await setScene(own.database)
    await settle(own.database)
    const env = {
      DATABASE_URL: own.url,
      RATE_LIMIT_PER_MINUTE: '10000000',
      RATE_LIMIT_BURST: '1000000',
    }
    const figures: Figure[] = []
    for (const lines of [1, 3]) {
      const scripts = await scriptsOf(own.database, scene, lines)
      for (const connections of [1, 8, 32]) {
        const running = await startProcess(serve, env, { port })
        const wanted = { connections, lines, buyers: scene.buyers.length }
        await loadOrders(running.base, scene, { ...wanted, seconds: 2 })
        const load = await loadOrders(running.base, scene, { ...wanted, seconds })
        await running.stop()
        const limit = hasPgbench()
          ? pgbench(own.url, scripts, { clients: connections, seconds })
          : undefined
        if (load.errors > 0) throw new Error(`${load.errors} orders were refused`)
        figures.push(...figuresOf(load, limit, { lines, connections }))
        if (connections === 32) figures.push(await oneAccount(env, scene, { lines, seconds }))
      }
    }
    return figures
  } finally {
    await own.drop()
  }
}

/** All orders from one account, whose wallet they queue for. */
async function oneAccount(
  env: Record<string, string>,
  scene: Scene,
  { lines, seconds }: { lines: number; seconds: number },
): Promise<Figure> {
  const running = await startProcess(serve, env, { port })
  const wanted = { connections: 32, lines, buyers: 1 }
  await loadOrders(running.base, scene, { ...wanted, seconds: 2 })
  const { perSecond: value } = await loadOrders(running.base, scene, { ...wanted, seconds })
  await running.stop()
  const what = lines === 1 ? '1 line' : `${lines} lines`
  return { group: 'orders', name: `placed, ${what}, c=32, one account`, value, unit: '/s' }
}

async function scriptsOf(
  database: Parameters<typeof placementScript>[0],
  scene: Scene,
  lines: number,
): Promise<string[]> {
  const scripts: string[] = []
  for (let i = 0; i < 40; i++) {
    const buyer = scene.buyers[i % scene.buyers.length]!
    scripts.push(await placementScript(database, scene, buyer, lines))
  }
  return scripts
}

function figuresOf(
  load: { perSecond: number; p50: number; p99: number },
  limit: number | undefined,
  { lines, connections }: { lines: number; connections: number },
): Figure[] {
  const name = `${lines} ${lines === 1 ? 'line' : 'lines'}, c=${connections}`
  const group = 'orders'
  const bar = connections === 1 ? {} : { bar: { atLeast: atLeastOrders } }
  const placed: Figure[] = [
    { group, name: `placed, ${name}`, value: load.perSecond, unit: '/s', ...bar },
    { group, name: `placed, ${name}, p50`, value: load.p50, unit: 'ms' },
    { group, name: `placed, ${name}, p99`, value: load.p99, unit: 'ms' },
  ]
  if (limit === undefined) return placed
  return [
    ...placed,
    { group, name: `pgbench, ${name}`, value: limit, unit: '/s' },
    {
      group,
      name: `share of pgbench, ${name}`,
      value: load.perSecond / limit,
      unit: '',
      against: 'the same statements in one transaction',
      bar: { atLeast: atLeastShare },
    },
  ]
}
