import fc from 'fast-check'
import t from 'tap'
import { componentNames, movedComponents, movedTotals } from '../../src/orders/price-changes.ts'
import { type Basket, type PartCharges, priceBasket } from '../../src/orders/pricing.ts'
import { portion, refundShareOf } from '../../src/orders/refund-share.ts'

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' })
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' })
const jpy = (amountMinor: number) => ({ amountMinor, currency: 'JPY' })

function basketOf(overrides: Partial<Basket> = {}): Basket {
  return {
    currency: 'EUR',
    rates: new Map([
      ['USD', '0.92'],
      ['JPY', '0.0061'],
    ]),
    lines: [
      { variantId: 'v1', sellerId: 'a', quantity: 3, unitPrice: eur(1999) },
      { variantId: 'v2', sellerId: 'b', quantity: 2, unitPrice: usd(1050) },
      { variantId: 'v3', sellerId: 'a', quantity: 1, unitPrice: eur(1) },
    ],
    charges: new Map<string, PartCharges>([
      ['a', { shipping: eur(490), levies: [], serviceFeeMinor: 10 }],
      [
        'b',
        {
          shipping: usd(799),
          levies: [
            { kind: 'duty', amount: eur(300), lines: [1] },
            { kind: 'tax', amount: eur(587), lines: [1] },
          ],
          serviceFeeMinor: 0,
        },
      ],
    ]),
    ...overrides,
  }
}

t.test('a basket of two sellers in two currencies is priced by component', async (t) => {
  const priced = priceBasket(basketOf())
  t.match(priced, {
    currency: 'EUR',
    goodsMinor: 3 * 1999 + 1 + 2 * 966,
    shippingMinor: 490 + 735,
    dutiesMinor: 300,
    taxesMinor: 587,
    feesMinor: 10,
    totalMinor: 5998 + 1932 + 1225 + 300 + 587 + 10,
  })
  t.same(priced.parts[1]?.settlement, { currency: 'USD', goodsMinor: 2100, shippingMinor: 799 })
  t.same(
    priced.parts[0]?.lines.map((line) => line.position),
    [0, 2],
  )
})

t.test('a seller with several currencies is settled in one', async (t) => {
  const lines = [
    { variantId: 'v1', sellerId: 'a', quantity: 1, unitPrice: usd(1000) },
    { variantId: 'v2', sellerId: 'a', quantity: 1, unitPrice: eur(920) },
  ]
  const part = priceBasket(basketOf({ lines })).parts[0]
  t.same(part?.settlement, { currency: 'USD', goodsMinor: 2000, shippingMinor: 533 })
})

t.test('a price without a rate or without shipping is refused', async (t) => {
  t.throws(() => priceBasket(basketOf({ rates: new Map() })), /No exchange rate from USD/)
  t.throws(() => priceBasket(basketOf({ charges: new Map() })), /No shipping is chosen/)
})

t.test('a levy on free goods is still charged', async (t) => {
  const lines = [{ variantId: 'v', sellerId: 'a', quantity: 2, unitPrice: eur(0) }]
  const levies = [{ kind: 'duty' as const, amount: eur(301), lines: [0] }]
  const charges = new Map([['a', { shipping: eur(0), levies, serviceFeeMinor: 0 }]])
  t.match(priceBasket(basketOf({ lines, charges })), { dutiesMinor: 301, totalMinor: 301 })
})

const amount = fc.integer({ min: 0, max: 10_000_000 })
const price = fc.oneof(amount.map(eur), amount.map(usd), amount.map(jpy))
const baskets = fc
  .record({
    lines: fc.array(
      fc.record({
        variantId: fc.constantFrom('v1', 'v2', 'v3', 'v4'),
        sellerId: fc.constantFrom('a', 'b', 'c'),
        quantity: fc.integer({ min: 1, max: 1000 }),
        unitPrice: price,
      }),
      { minLength: 1, maxLength: 12 },
    ),
    shipping: price,
    levy: price,
    kind: fc.constantFrom('duty' as const, 'tax' as const),
    serviceFeeMinor: fc.nat(500),
  })
  .map(({ lines, shipping, levy, kind, serviceFeeMinor }) => {
    const chargesOf = (sellerId: string): PartCharges => {
      const own = lines.flatMap((line, index) => (line.sellerId === sellerId ? [index] : []))
      return { shipping, levies: [{ kind, amount: levy, lines: own }], serviceFeeMinor }
    }
    const charges = new Map(lines.map((line) => [line.sellerId, chargesOf(line.sellerId)]))
    return basketOf({ lines, charges })
  })

t.test('components, parts and lines always add up to the total', async () => {
  fc.assert(
    fc.property(baskets, (basket) => {
      const priced = priceBasket(basket)
      const lines = priced.parts.flatMap((part) => part.lines)
      const partsTotal = priced.parts.reduce((total, part) => total + part.totalMinor, 0)
      const components = componentNames
        .filter((name) => name !== 'total')
        .reduce((total, name) => total + priced[`${name}Minor`], 0)
      const goods = lines.reduce((total, line) => total + line.unitPriceMinor * line.quantity, 0)
      return (
        priced.totalMinor === partsTotal &&
        priced.totalMinor === components &&
        priced.goodsMinor === goods &&
        lines.length === basket.lines.length
      )
    }),
  )
})

t.test('an unchanged basket has not moved; a changed price is named with its amount', async (t) => {
  fc.assert(
    fc.property(baskets, (basket) => {
      return movedComponents(priceBasket(basket), priceBasket(basket)).length === 0
    }),
  )
  const before = basketOf()
  const dearer = before.lines.map((line) =>
    line.variantId === 'v1' ? { ...line, unitPrice: eur(2099) } : line,
  )
  const changes = movedComponents(priceBasket(before), priceBasket({ ...before, lines: dearer }))
  const whole = { sellerId: null, variantId: null }
  t.match(changes, [
    { component: 'goods', ...whole, expectedMinor: 7930, actualMinor: 8230, byMinor: 300 },
    { component: 'total', ...whole, byMinor: 300 },
    { component: 'goods', sellerId: 'a', variantId: null, byMinor: 300 },
    { component: 'total', sellerId: 'a', variantId: null, byMinor: 300 },
    { component: 'goods', sellerId: 'a', variantId: 'v1', byMinor: 100 },
  ])
})

t.test('only what the client expected is judged', async (t) => {
  const priced = priceBasket(basketOf())
  t.same(movedTotals({}, priced), [])
  t.match(movedTotals({ shippingMinor: 1000 }, priced), [{ component: 'shipping', byMinor: 225 }])
})

t.test('cancelling unit by unit returns exactly what cancelling at once does', async () => {
  const lines = fc.record({
    quantity: fc.integer({ min: 1, max: 50 }),
    cancelledQuantity: fc.constant(0),
    goodsMinor: amount,
    dutiesMinor: amount,
    taxesMinor: amount,
  })
  fc.assert(
    fc.property(lines, (line) => {
      const whole = refundShareOf(line, line.quantity)
      const steps = Array.from({ length: line.quantity }, (_, cancelledQuantity) =>
        refundShareOf({ ...line, cancelledQuantity }, 1),
      )
      const total = (key: 'goodsMinor' | 'dutiesMinor' | 'taxesMinor') =>
        steps.reduce((all, step) => all + step[key], 0)
      return (
        whole.goodsMinor === line.goodsMinor &&
        total('goodsMinor') === line.goodsMinor &&
        total('dutiesMinor') === line.dutiesMinor &&
        total('taxesMinor') === line.taxesMinor &&
        steps.every((step) => step.goodsMinor >= 0)
      )
    }),
  )
})

t.test('a portion never exceeds the amount', async () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 1, max: 1000 }), (amountMinor, whole) => {
      return (
        portion(amountMinor, whole, whole) === amountMinor && portion(amountMinor, 0, whole) === 0
      )
    }),
  )
})
