import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { defineOperation } from '../core/operation.ts'
import { requireTestKey } from './access.ts'
import { noteOffset } from './clock.ts'
import { openSandbox } from './open-sandbox.ts'
import { moveClock, selectSandbox } from './queries.ts'
import { runAccountClock, runDueSandbox } from './run-due.ts'
import { Sandbox, sandboxOf } from './schema.ts'

const secondMs = 1000
const mostMs = 3650 * 86_400_000

const whole = (maximum: number) => Type.Optional(Type.Integer({ minimum: 0, maximum }))

export const advanceSandboxClock = defineOperation({
  name: 'advanceSandboxClock',
  tag: 'sandbox',
  summary: 'Travel ahead in time',
  description:
    'Moves your test keys’ clock ahead and plays everything that falls due on the way, in order: deliveries, deadlines that sellers miss, requests that expire, protection that ends. Ten years ahead in all; there is no way back.',
  http: 'POST /v1/sandbox/clock/advance',
  scope: 'sandbox:write',
  input: Type.Object(
    {
      days: whole(3650),
      hours: whole(87_600),
      minutes: whole(5_256_000),
      seconds: whole(315_360_000),
    },
    { additionalProperties: false },
  ),
  output: Sandbox,
  errors: ['forbidden'],
  ownTransactions: true,
  cost: 50,
  async handle({ database, caller, now }, { days = 0, hours = 0, minutes = 0, seconds = 0 }) {
    requireTestKey(caller)
    const byMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * secondMs
    if (byMs === 0) throw invalidField('#', 'too_small', 'Say by how much: at least one second.')
    const { accountId } = caller
    const offset = await database.transaction(async (db) => {
      const { offset_ms } = await openSandbox(db, accountId, now)
      if (offset_ms + byMs > mostMs) {
        throw invalidField('#', 'too_large', 'A sandbox travels ten years ahead at the most.')
      }
      return { before: offset_ms, after: await moveClock(db, accountId, byMs) }
    })
    noteOffset(accountId, offset.after)
    const realNow = new Date(now.getTime() - offset.before)
    const then = new Date(now.getTime() + offset.after - offset.before)
    await settle(() => runDueSandbox(database, realNow, accountId))
    await runAccountClock(database, accountId, then)
    const row = await database.read((db) => selectSandbox(db, accountId))
    return sandboxOf(row!, then)
  },
})

/** Plays on until nothing is due; what a very full sandbox has left the worker plays. */
async function settle(play: () => Promise<number>): Promise<void> {
  for (let round = 0; round < 50; round++) if ((await play()) === 0) return
}
