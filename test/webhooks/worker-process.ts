import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/core/database.ts'
import { guardedAgent } from '../../src/webhooks/guarded-agent.ts'
import { createCourier, relayJob } from '../../src/webhooks/jobs.ts'
import { allowWebhookNetworks } from '../../src/webhooks/networks.ts'

/** A worker in a process of its own, for tests that kill it: the database's URL, and how far its clock is ahead. */
const aheadMs = Number(process.argv[3])
const now = () => new Date(Date.now() + aheadMs)
const database = await openDatabase({ databaseUrl: process.argv[2], dataDir: '', poolSize: 4 })
allowWebhookNetworks(['127.0.0.0/8'])
const agent = guardedAgent('test')
const courier = createCourier(() => agent)
console.log('ready')
for (;;) {
  await relayJob.run(database, now())
  if ((await courier.run(database, now())) === 0) await pause(5)
}
