import fc from 'fast-check'
import t from 'tap'
import { testApp } from '../support/app.ts'
import { check } from './model-checks.ts'
import { type Command, commands } from './model-commands.ts'
import { openWorld, type World } from './model-world.ts'
import { openShipping } from './shop.ts'

// The seed is printed with a failure; SEED and RUNS repeat or deepen a search.
const settings = {
  numRuns: Number(process.env.RUNS ?? 8),
  // A slow machine searches less instead of failing.
  ...(process.env.RUNS ? {} : { interruptAfterTimeLimit: 20_000 }),
  ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
}

async function perform(world: World, batch: readonly Command[]): Promise<void> {
  const answers = await Promise.all(batch.map((command) => command.run(world)))
  for (const [index, answer] of answers.entries()) {
    if (answer === undefined || answer.status < 500 || answer.status === 503) continue
    throw new Error(`${batch[index]} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  }
}

t.test(
  'whatever happens in whatever order, money and goods add up',
  { timeout: 600_000 },
  async (t) => {
    const test = await testApp(t, { poolSize: 6 })
    await openShipping(test)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(commands, { minLength: 1, maxLength: 3 }), {
          minLength: 20,
          maxLength: 40,
        }),
        async (batches) => {
          const world = await openWorld(test)
          for (const batch of batches) {
            await perform(world, batch)
            await check(world)
          }
        },
      ),
      settings,
    )
    t.pass('no sequence broke the books')
  },
)
