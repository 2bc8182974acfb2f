import fc from 'fast-check'
import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { type FeePolicy, sellerFeesOf, serviceFeeOf } from '../../src/ledger/index.ts'
import { testApp } from '../support/app.ts'

const at = new Date('2026-06-15T00:00:00Z')
const policy = (given: Partial<FeePolicy>): FeePolicy => ({
  id: newId(),
  kind: 'sellerFee',
  categoryId: null,
  plan: null,
  currency: null,
  basisPoints: 500,
  fixedMinor: 0,
  validFrom: new Date('2020-01-01T00:00:00Z'),
  validUntil: null,
  ...given,
})
const basis = {
  at,
  currency: 'EUR',
  plan: null,
  lines: [{ goodsMinor: 10_000, categoryIds: ['phones', 'electronics'] }],
  shippingMinor: 0,
}
const feeWith = (...policies: FeePolicy[]) => sellerFeesOf(policies, basis).sellerFeeMinor

t.test('the most specific policy in force applies', (t) => {
  const general = policy({})
  const parent = policy({ categoryId: 'electronics', basisPoints: 800 })
  const nearest = policy({ categoryId: 'phones', basisPoints: 700 })
  const later = policy({ basisPoints: 900, validFrom: new Date('2026-01-01T00:00:00Z') })
  const future = policy({ basisPoints: 1, validFrom: new Date('2026-06-15T00:00:00.001Z') })
  const ended = policy({ basisPoints: 2, categoryId: 'phones', validUntil: at })
  t.equal(feeWith(), 0, 'no policy, no fee')
  t.equal(feeWith(general), 500)
  t.equal(feeWith(general, parent), 800)
  t.equal(feeWith(parent, general, nearest), 700)
  t.equal(feeWith(general, later), 900)
  t.equal(feeWith(general, future), 500)
  t.equal(feeWith(general, ended), 500)
  t.equal(feeWith(general, policy({ categoryId: 'books', basisPoints: 3 })), 500)
  t.end()
})

t.test('a plan and a currency of one’s own come first', (t) => {
  const premium = policy({ plan: 'premium', basisPoints: 300 })
  const dollars = policy({ currency: 'USD', basisPoints: 100 })
  const euros = policy({ currency: 'EUR', basisPoints: 400, fixedMinor: 25 })
  t.equal(feeWith(policy({}), premium, dollars), 500)
  t.equal(feeWith(policy({}), euros), 425)
  const policies = [policy({ categoryId: 'phones' }), premium]
  t.equal(sellerFeesOf(policies, { ...basis, plan: 'premium' }).sellerFeeMinor, 300)
  t.end()
})

t.test('each policy is rounded once per part, half to even', (t) => {
  const lines = Array.from({ length: 3 }, () => ({ goodsMinor: 50, categoryIds: [] }))
  const at1Percent = [policy({ basisPoints: 100 })]
  t.equal(sellerFeesOf(at1Percent, { ...basis, lines }).sellerFeeMinor, 2, '1.5 to 2')
  const one = [{ goodsMinor: 50, categoryIds: [] }]
  t.equal(sellerFeesOf(at1Percent, { ...basis, lines: one }).sellerFeeMinor, 0, '0.5 to 0')
  t.end()
})

t.test('a service fee is what the payer sees', (t) => {
  const policies = [policy({ kind: 'serviceFee', basisPoints: 100 }), policy({})]
  t.equal(serviceFeeOf(policies, { at, currency: 'EUR', goodsMinor: 12_345 }), 123)
  t.equal(serviceFeeOf([], { at, currency: 'EUR', goodsMinor: 12_345 }), 0)
  t.end()
})

t.test('fees never exceed what the seller gets', (t) => {
  const policies = fc.array(
    fc.record({
      kind: fc.constantFrom('sellerFee' as const, 'transactionFee' as const),
      basisPoints: fc.nat(10_000),
      fixedMinor: fc.nat(5000),
      currency: fc.constantFrom('EUR', null),
    }),
    { maxLength: 6 },
  )
  const lines = fc.array(
    fc.record({ goodsMinor: fc.nat(100_000), categoryIds: fc.constant<string[]>([]) }),
    { maxLength: 4 },
  )
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(policies, lines, fc.nat(5000), (given, some, shippingMinor) => {
        const rows = given.map((row) => policy(row))
        const fees = sellerFeesOf(rows, { ...basis, lines: some, shippingMinor })
        const earned = some.reduce((all, line) => all + line.goodsMinor, shippingMinor)
        return (
          fees.sellerFeeMinor >= 0 &&
          fees.transactionFeeMinor >= 0 &&
          fees.sellerFeeMinor + fees.transactionFeeMinor <= earned
        )
      }),
    ),
  )
  t.end()
})

t.test('policies are added by the operator and listed to everyone', async (t) => {
  const { request, newKey } = await testApp(t)
  const { key } = await newKey()
  const { key: operator } = await newKey({ scopes: ['operator', 'wallets:read'], kind: 'operator' })
  const body = {
    kind: 'sellerFee',
    basisPoints: 250,
    plan: 'premium',
    validFrom: '2099-01-01T00:00:00.000Z',
  }
  const refused = await request('POST', '/v1/fee-policies', { key, body })
  t.equal(refused.status, 403)
  const made = await request('POST', '/v1/fee-policies', { key: operator, body })
  t.equal(made.status, 201)
  t.match(made.body, { ...body, fixedMinor: 0, categoryId: null, validUntil: null })
  const listed = await request('GET', '/v1/fee-policies?limit=1', { key })
  t.strictSame(listed.body.data, [made.body])
  const rest = await request('GET', `/v1/fee-policies?cursor=${listed.body.nextCursor}`, { key })
  t.strictSame(
    rest.body.data.map((row: { kind: string }) => row.kind).sort(),
    ['sellerFee', 'sellerFee', 'serviceFee', 'transactionFee'],
    'what applies until the operator says otherwise',
  )
  const cases: [object, string][] = [
    [{ ...body, validFrom: '2020-01-01T00:00:00Z' }, '#/validFrom'],
    [{ ...body, validUntil: '2098-01-01T00:00:00Z' }, '#/validUntil'],
    [{ ...body, fixedMinor: 30 }, '#/currency'],
    [{ ...body, fixedMinor: 30, currency: 'ZZZ' }, '#/currency'],
    [{ ...body, basisPoints: 10_001 }, '#/basisPoints'],
  ]
  for (const [bad, pointer] of cases) {
    const answer = await request('POST', '/v1/fee-policies', { key: operator, body: bad })
    t.equal(answer.status, 400)
    t.equal(answer.body.errors[0].pointer, pointer)
  }
})
