import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { convert } from '../../src/core/money.ts'
import {
  balanced,
  type Entry,
  escrowOf,
  feeAccount,
  type LedgerAccountKind,
  type PartAmounts,
  type Posting,
  payoutPosting,
  payoutReversalPosting,
  payoutSettlementPosting,
  placementPostings,
  releasePostings,
  repaymentPostings,
  returnProportionally,
  reversalPostings,
  runningShare,
  sellerPayableOf,
  walletOf,
} from '../../src/ledger/index.ts'

const occasion = { mode: 'live', occurredAt: new Date('2026-01-02T03:04:05Z') } as const
const orderId = '01900000-0000-7000-8000-000000000001'
const accountId = '01900000-0000-7000-8000-000000000002'
const sellerId = '01900000-0000-7000-8000-000000000003'
const sellerOrderId = '01900000-0000-7000-8000-000000000004'
const affiliateId = '01900000-0000-7000-8000-000000000005'

const cents = fc.integer({ min: 0, max: 10_000_000 })
const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD')
const amounts = fc.record({
  goodsMinor: cents,
  shippingMinor: cents,
  dutiesMinor: cents,
  taxesMinor: cents,
  feesMinor: cents,
})
const totalOf = (part: PartAmounts) => Object.values(part).reduce((all, value) => all + value, 0)

/** Balances after the postings; fails where one is out of balance. */
function book(postings: readonly Posting[], books = new Map<string, number>()) {
  for (const posting of postings) {
    for (const { account, amountMinor } of balanced(posting).entries) {
      const key = `${account.kind} ${posting.currency}`
      books.set(key, (books.get(key) ?? 0) + amountMinor)
    }
  }
  return books
}

function heldBy(books: Map<string, number>, kind: LedgerAccountKind, currency: string): number {
  // Adding zero turns a negative zero into zero.
  return (books.get(`${kind} ${currency}`) ?? 0) + 0
}

const scenario = fc.record({
  part: amounts,
  currency: currencies,
  walletCurrency: currencies,
  settlementCurrency: currencies,
  charge: fc.integer({ min: 1, max: 10_000_000 }),
  settlement: fc.integer({ min: 1, max: 10_000_000 }),
  feeShares: fc.tuple(fc.nat(33), fc.nat(33), fc.nat(33)),
  refunds: fc.array(fc.nat(100), { maxLength: 8 }),
})
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never

function termsOf(s: Scenario) {
  const total = totalOf(s.part)
  const earned = s.part.goodsMinor + s.part.shippingMinor
  const settlement = s.settlementCurrency === s.currency ? earned : earned === 0 ? 0 : s.settlement
  const [sellerFee, transactionFee, affiliate] = s.feeShares.map((percent) =>
    Math.floor((settlement * percent) / 100),
  ) as [number, number, number]
  return {
    total,
    earned,
    settlement,
    charge: s.walletCurrency === s.currency ? total : total === 0 ? 0 : s.charge,
    deductions: { sellerFee, transactionFee, affiliate },
  }
}

function placed(s: Scenario) {
  const { total, charge } = termsOf(s)
  return placementPostings({
    ...occasion,
    orderId,
    accountId,
    total: { amountMinor: total, currency: s.currency },
    charge: { amountMinor: charge, currency: s.walletCurrency },
  })
}

function released(s: Scenario) {
  const { settlement, deductions } = termsOf(s)
  return releasePostings({
    ...occasion,
    orderId,
    sellerOrderId,
    sellerId,
    currency: s.currency,
    held: s.part,
    settlement: { amountMinor: settlement, currency: s.settlementCurrency },
    sellerFeeMinor: deductions.sellerFee,
    transactionFeeMinor: deductions.transactionFee,
    affiliate: { affiliateId, amountMinor: deductions.affiliate },
  })
}

t.test('placement and release leave nothing in escrow and everything with someone', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(scenario, (s) => {
        const { settlement, deductions } = termsOf(s)
        const books = book([...placed(s), ...released(s)])
        const payable = heldBy(books, 'sellerPayable', s.settlementCurrency)
        const fees = Object.values(deductions).reduce((all, fee) => all + fee, 0)
        assert.ok(!heldBy(books, 'escrow', s.currency))
        assert.equal(payable, settlement - fees)
        assert.ok(payable >= 0)
        assert.equal(
          heldBy(books, 'taxPayable', s.currency),
          s.part.dutiesMinor + s.part.taxesMinor,
        )
        assert.equal(heldBy(books, 'serviceFee', s.currency), s.part.feesMinor)
      }),
      { numRuns: 300 },
    ),
  )
  t.end()
})

t.test('refunds before release, however cut, return exactly the charge', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(scenario, (s) => {
        const { total, charge } = termsOf(s)
        const books = book(placed(s))
        let refunded = 0
        for (const [index, percent] of [...s.refunds, 100].entries()) {
          const amount =
            index === s.refunds.length ? total - refunded : portion(total, percent, refunded)
          const credit = runningShare(charge, total, refunded, amount)
          assert.ok(credit >= 0)
          book(repaid(s, index, amount, credit), books)
          refunded += amount
          assert.ok(heldBy(books, 'escrow', s.currency) >= 0)
        }
        assert.equal(heldBy(books, 'wallet', s.walletCurrency), 0)
        assert.equal(heldBy(books, 'escrow', s.currency), 0)
        assert.equal(heldBy(books, 'fx', s.currency), 0)
      }),
      { numRuns: 300 },
    ),
  )
  t.end()
})

function portion(total: number, percent: number, done: number): number {
  return Math.min(Math.floor((total * percent) / 100), total - done)
}

function repayment(s: Scenario, index: number, amount: number, credit: number) {
  return {
    ...occasion,
    kind: 'refund' as const,
    repaymentId: `refund-${index}`,
    orderId,
    sellerOrderId,
    accountId,
    amount: { amountMinor: amount, currency: s.currency },
    credit: { amountMinor: credit, currency: s.walletCurrency },
  }
}

function repaid(s: Scenario, index: number, amount: number, credit: number) {
  return repaymentPostings(repayment(s, index, amount, credit))
}

t.test('refunds after release, however cut, undo the release to the cent', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(scenario, (s) => {
        const { total, earned, settlement, charge, deductions } = termsOf(s)
        const net =
          settlement - deductions.sellerFee - deductions.transactionFee - deductions.affiliate
        const paid = [net, deductions.sellerFee, deductions.transactionFee, deductions.affiliate]
        const returned = [0, 0, 0, 0]
        const books = book([...placed(s), ...released(s)])
        let done = 0
        let settled = 0
        for (const [index, percent] of [...s.refunds, 100].entries()) {
          const isLast = index === s.refunds.length
          const back = isLast ? earned - done : portion(earned, percent, done)
          const levies = isLast ? s.part.dutiesMinor + s.part.taxesMinor : 0
          const fees = isLast ? s.part.feesMinor : 0
          const inSettlement = runningShare(settlement, earned, done, back)
          const gives = returnProportionally(
            paid.map((paidMinor, leg) => ({ paidMinor, returnedMinor: returned[leg]! })),
            inSettlement,
          )
          gives.forEach((give, leg) => {
            assert.ok(give >= 0)
            returned[leg] = returned[leg]! + give
          })
          const amount = back + levies + fees
          const credit = runningShare(charge, total, done, amount)
          book(
            reversalPostings(repayment(s, index, amount, credit), {
              leviesMinor: levies,
              feesMinor: fees,
              earnedMinor: back,
              settlementCurrency: s.settlementCurrency,
              givers: giversOf(gives),
            }),
            books,
          )
          done += back
          settled += inSettlement
        }
        assert.equal(settled, settlement)
        assert.deepEqual(returned, paid)
        for (const [account, balance] of books) assert.equal(balance + 0, 0, account)
      }),
      { numRuns: 300 },
    ),
  )
  t.end()
})

function giversOf(gives: readonly number[]): Entry[] {
  return [
    { account: sellerPayableOf(sellerId), amountMinor: gives[0]! },
    { account: feeAccount('sellerFee'), amountMinor: gives[1]! },
    { account: feeAccount('transactionFee'), amountMinor: gives[2]! },
    { account: { kind: 'affiliatePayable', ownerId: affiliateId }, amountMinor: gives[3]! },
  ]
}

t.test('a payout passes through clearing, and comes back whole', (t) => {
  const payout = {
    ...occasion,
    payoutId: '01900000-0000-7000-8000-000000000006',
    payee: sellerPayableOf(sellerId),
    amount: { amountMinor: 4200, currency: 'EUR' },
  }
  const made = book([payoutPosting(payout)])
  t.equal(heldBy(made, 'payoutClearing', 'EUR'), 4200)
  const cancelled = book([payoutReversalPosting({ ...payout, wasPaid: false })], new Map(made))
  for (const balance of cancelled.values()) t.equal(balance + 0, 0)
  const paid = book([payoutSettlementPosting(payout)], made)
  t.equal(heldBy(paid, 'payoutClearing', 'EUR'), 0)
  t.equal(heldBy(paid, 'externalCash', 'EUR'), 4200)
  book([payoutReversalPosting({ ...payout, wasPaid: true })], paid)
  for (const balance of paid.values()) t.equal(balance + 0, 0)
  t.end()
})

t.test('proportional returns stay in order, in proportion and within what was paid', (t) => {
  const legs = fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(legs, fc.array(fc.nat(40), { maxLength: 200 }), (paid, steps) => {
        const whole = paid.reduce((all, value) => all + value, 0)
        const returned = paid.map(() => 0)
        let left = whole
        for (const step of [...steps, whole]) {
          const amount = Math.min(step, left)
          const gives = returnProportionally(
            paid.map((paidMinor, leg) => ({ paidMinor, returnedMinor: returned[leg]! })),
            amount,
          )
          assert.equal(
            gives.reduce((all, give) => all + give, 0),
            amount,
          )
          gives.forEach((give, leg) => {
            assert.ok(give >= 0)
            returned[leg] = returned[leg]! + give
            assert.ok(returned[leg]! <= paid[leg]!)
          })
          left -= amount
          const fairest = paid.map((value) => (whole === 0 ? 0 : (value * (whole - left)) / whole))
          fairest.forEach((fair, leg) => {
            assert.ok(Math.abs(returned[leg]! - fair) < paid.length + 1)
          })
        }
        assert.deepEqual(returned, paid)
      }),
      { numRuns: 100 },
    ),
  )
  t.throws(() => returnProportionally([{ paidMinor: 5, returnedMinor: 3 }], 3), RangeError)
  t.throws(() => returnProportionally([{ paidMinor: 5, returnedMinor: 3 }], -1), RangeError)
  t.end()
})

t.test('what does not balance is refused before it is written', (t) => {
  const half = { ...occasion, kind: 'topUp', currency: 'EUR' } as const
  const wallet = walletOf(accountId)
  t.throws(() => balanced({ ...half, entries: [{ account: wallet, amountMinor: 1 }] }), RangeError)
  t.throws(
    () =>
      balanced({
        ...half,
        entries: [
          { account: wallet, amountMinor: 0.5 },
          { account: escrowOf(orderId), amountMinor: -0.5 },
        ],
      }),
    RangeError,
  )
  const merged = balanced({
    ...half,
    entries: [
      { account: wallet, amountMinor: 3 },
      { account: wallet, amountMinor: -1 },
      { account: escrowOf(orderId), amountMinor: -2 },
      { account: feeAccount('serviceFee'), amountMinor: 0 },
    ],
  })
  t.strictSame(
    merged.entries.map(({ account, amountMinor }) => [account.kind, amountMinor]),
    [
      ['wallet', 2],
      ['escrow', -2],
    ],
  )
  t.end()
})

t.test('the exchange account carries what the rate says and no more', (t) => {
  const total = { amountMinor: 10_000, currency: 'USD' }
  const charge = convert(total, 'EUR', '0.92')
  const books = book(placementPostings({ ...occasion, orderId, accountId, total, charge }))
  t.equal(heldBy(books, 'wallet', 'EUR'), -9200)
  t.equal(heldBy(books, 'fx', 'EUR'), 9200)
  t.equal(heldBy(books, 'fx', 'USD'), -10_000)
  t.equal(heldBy(books, 'escrow', 'USD'), 10_000)
  t.end()
})
