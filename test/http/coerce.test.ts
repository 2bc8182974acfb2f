import t from 'tap'
import Type from 'typebox'
import { coerceAll } from '../../src/http/coerce.ts'

const input = Type.Object({
  brands: Type.Array(Type.String()),
  ids: Type.Array(Type.Integer()),
  limit: Type.Integer(),
  isInStock: Type.Boolean(),
  q: Type.String(),
})

t.test('lists split at the commas of the URL, not at those inside a value', async (t) => {
  const of = (query: string) =>
    coerceAll(input, Object.fromEntries(new URLSearchParams(query)), query)
  t.same(of('brands=Acme,Foo'), { brands: ['Acme', 'Foo'] })
  t.same(of('brands=Foo%2C+Inc'), { brands: ['Foo, Inc'] })
  t.same(of('limit=3&brands=Foo%2C%20Inc,Acme'), { limit: 3, brands: ['Foo, Inc', 'Acme'] })
  t.same(of('brands='), { brands: [] })
  t.same(of('brands=Acme'), { brands: ['Acme'] })
  t.same(coerceAll(input, { brands: ['a,b', 'c'] }), { brands: ['a,b', 'c'] }, 'repeated')
  t.same(of('ids=1,2,x'), { ids: [1, 2, 'x'] }, 'what does not convert is left to validation')
})

t.test('numbers and truth values convert only where they are exactly that', async (t) => {
  t.same(coerceAll(input, { limit: '12' }), { limit: 12 })
  for (const text of ['1e3', '0x10', ' 5', '5.', '', '05', 'Infinity']) {
    t.same(coerceAll(input, { limit: text }), { limit: text }, `"${text}"`)
  }
  t.same(coerceAll(input, { isInStock: 'true' }), { isInStock: true })
  t.same(coerceAll(input, { isInStock: '1' }), { isInStock: '1' })
  t.same(coerceAll(input, { q: '12', unknown: '1' }), { q: '12', unknown: '1' })
})
