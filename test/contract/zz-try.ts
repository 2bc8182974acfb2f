import t from 'tap'
import { world } from './world.ts'

t.test('x', async (t) => {
  const w = await world(t)
  console.log(w.ids)
  t.pass()
})
