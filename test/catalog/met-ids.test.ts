import fc from 'fast-check'
import t from 'tap'
import { type Met, MetIds, met } from '../../src/catalog/met-ids.ts'

t.test('it knows what a set knows, through every growth of its table', async (t) => {
  const id = fc.oneof(fc.string({ maxLength: 5 }), fc.nat(3000).map(String))
  const as = fc.constantFrom<Met[]>(met.product, met.sku, met.failed)
  fc.assert(
    fc.property(fc.array(fc.tuple(id, as), { maxLength: 6000, size: 'max' }), (ids) => {
      const known = new MetIds()
      const set = new Set<string>()
      for (const [one, mark] of ids) {
        const key = `${mark} ${one}`
        if (known.has(one, mark) !== set.has(key)) return false
        if (known.add(one, mark) === set.has(key)) return false
        set.add(key)
      }
      const isKept = ids.every(([one, mark]) => known.has(one, mark))
      return isKept && !known.has('not among them', met.product)
    }),
    { numRuns: 20 },
  )
  t.pass()
})
