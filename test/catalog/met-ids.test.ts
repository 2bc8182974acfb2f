import fc from 'fast-check'
import t from 'tap'
import { MetIds } from '../../src/catalog/met-ids.ts'

t.test('it knows what a set knows, through every growth of its table', async (t) => {
  const id = fc.oneof(fc.string({ maxLength: 5 }), fc.nat(3000).map(String))
  fc.assert(
    fc.property(fc.array(id, { maxLength: 4000, size: 'max' }), (ids) => {
      const met = new MetIds()
      const set = new Set<string>()
      for (const one of ids) {
        if (met.has(one) !== set.has(one)) return false
        if (met.add(one) === set.has(one)) return false
        set.add(one)
      }
      return [...set].every((one) => met.has(one)) && !met.has('not among them')
    }),
    { numRuns: 20 },
  )
  t.pass()
})
