import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import Type from 'typebox'
import { defineEvent, emit } from '../../src/events/index.ts'
import { testApp } from '../support/app.ts'
import { receiver, worker } from './receiver.ts'

const happened = defineEvent({
  type: 'thing.happened',
  summary: 'For tests.',
  payload: Type.Object({ n: Type.Integer() }),
})

const script = fileURLToPath(new URL('./worker-process.ts', import.meta.url))
const rounds = 4
const eventsPerRound = 25

// Each worker starts a process of its own, which takes its time on a busy machine.
t.setTimeout(180_000)

t.test(
  'workers killed in the middle lose nothing; what comes twice has the same id',
  { timeout: 180_000 },
  async (t) => {
    const app = await testApp(t, { env: { WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' } })
    const { key, accountId } = await app.newKey({ mode: 'test' })
    const target = await receiver(t, (response) => {
      setTimeout(() => response.writeHead(204).end(), 3)
    })
    const body = { url: target.url, eventTypes: ['thing.*'] }
    await app.request('POST', '/v1/webhook-endpoints', { key, body })
    let n = 0
    for (let round = 0; round < rounds; round++) {
      // A minute later each time, so that the leases of the killed one have run out.
      const args = [script, app.database.url, String(round * 60_000)]
      const child = spawn(process.execPath, args, { stdio: 'pipe' })
      await once(child.stdout, 'data')
      for (let i = 0; i < eventsPerRound; i++, n++) {
        const emission = {
          accountId,
          mode: 'test' as const,
          subjectId: randomUUID(),
          payload: { n },
        }
        await app.database.transaction((db) => emit(db, happened, emission))
      }
      const seen = target.received.length
      // Killed after some messages of the round, wherever it is just then.
      while (target.received.length < seen + round) await pause(1)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const { relay, deliver } = worker(t, app.database)
    await relay()
    await deliver(new Date(Date.now() + 3_600_000))
    const numbers = new Map<string, Set<number>>()
    for (const { headers, body: text } of target.received) {
      const id = String(headers['webhook-id'])
      numbers.set(id, (numbers.get(id) ?? new Set()).add(JSON.parse(text).data.n))
    }
    t.equal(numbers.size, rounds * eventsPerRound, 'every event arrived')
    for (const [id, set] of numbers) t.equal(set.size, 1, `${id} always means the same event`)
    const left = await app.database.read(
      ({ sql }) => sql`select 1 from webhook_deliveries where state <> 'delivered'`,
    )
    t.equal(left.length, 0)
  },
)
