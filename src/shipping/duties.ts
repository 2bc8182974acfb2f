import { add, allocate, type Money, multiply, percent, sum, zero } from '../core/money.ts'
import { type ExchangeTable, exchange } from './exchange.ts'
import { covers, isInForce } from './restrictions.ts'
import type { DutyRule } from './schema.ts'

/** One line of a consignment, in the currency of the whole. */
export interface DutiableLine {
  /** HS code in digits; null counts as a heading of its own. */
  readonly hsCode: string | null
  readonly value: Money
}

export interface Consignment {
  readonly lines: readonly DutiableLine[]
  readonly shipping: Money
  /** Country the parcel leaves; null when unknown, which counts as abroad. */
  readonly shipFrom: string | null
  readonly destination: string
  /** Under DDP everything is collected at checkout. */
  readonly incoterm: 'DDP' | 'DAP'
}

/** What is owed by one rule on some lines of the consignment. */
export interface DutyLine {
  readonly kind: 'duty' | 'tax'
  readonly label: string
  readonly amount: Money
  readonly ruleId: string
  /** Positions in the consignment's lines that the amount falls on. */
  readonly lines: readonly number[]
  /** False when the carrier asks the recipient for it at the door. */
  readonly isCollectedAtCheckout: boolean
  readonly isEstimate: boolean
}

/**
 * Duties and then taxes of one parcel by the rules in force at `at`, in the goods' currency. For
 * each line and kind the rule with the longest matching HS prefix holds, then the one named for the
 * country, then the newest. Percentages round half-even once per rule and consignment.
 */
export function dutiesAndTaxes(
  rules: readonly DutyRule[],
  table: ExchangeTable,
  consignment: Consignment,
  at: Date,
): DutyLine[] {
  const applicable = rulesFor(rules, table, consignment, at)
  const duties = levy(applicable, 'duty', table, consignment, [])
  return [...duties, ...levy(applicable, 'tax', table, consignment, duties)]
}

function goodsValue({ lines, shipping }: Consignment): Money {
  return sum(
    lines.map((line) => line.value),
    shipping.currency,
  )
}

function rulesFor(
  rules: readonly DutyRule[],
  table: ExchangeTable,
  consignment: Consignment,
  at: Date,
): DutyRule[] {
  const { shipFrom, destination } = consignment
  if (shipFrom === destination) return []
  const day = at.toISOString().slice(0, 10)
  const value = goodsValue(consignment)
  return rules.filter(
    (rule) =>
      isInForce(rule, day) &&
      covers(rule.destinations, destination) &&
      (shipFrom === null
        ? rule.shipsFrom.includes('*')
        : covers(rule.shipsFrom, shipFrom) && !rule.shipsFromExcept.includes(shipFrom)) &&
      isInBand(rule, exchange(table, value, rule.currency).amountMinor),
  )
}

function isInBand({ valueOverMinor, valueUpToMinor }: DutyRule, minor: number): boolean {
  return (
    (valueOverMinor === null || minor > valueOverMinor) &&
    (valueUpToMinor === null || minor <= valueUpToMinor)
  )
}

function levy(
  rules: readonly DutyRule[],
  kind: DutyRule['kind'],
  table: ExchangeTable,
  consignment: Consignment,
  duties: readonly DutyLine[],
): DutyLine[] {
  const linesOfRule = new Map<DutyRule, number[]>()
  const candidates = rules.filter((rule) => rule.kind === kind)
  for (const [index, line] of consignment.lines.entries()) {
    const rule = strongestRule(candidates, line.hsCode ?? '', consignment.destination)
    if (rule) linesOfRule.set(rule, [...(linesOfRule.get(rule) ?? []), index])
  }
  return [...linesOfRule]
    .map(([rule, lines]) => ({
      kind,
      label: rule.label,
      amount: amountOf(rule, lines, table, consignment, duties),
      ruleId: rule.id,
      lines,
      isCollectedAtCheckout: isDueAtCheckout(rule, table, consignment),
      isEstimate: rule.isEstimate,
    }))
    .filter((line) => line.amount.amountMinor > 0)
}

function isDueAtCheckout(rule: DutyRule, table: ExchangeTable, consignment: Consignment): boolean {
  if (consignment.incoterm === 'DDP' || rule.checkoutUpToMinor === null) return true
  if (rule.checkoutUpToMinor === 0) return false
  const value = exchange(table, goodsValue(consignment), rule.currency)
  return value.amountMinor <= rule.checkoutUpToMinor
}

function strongestRule(
  rules: readonly DutyRule[],
  hsCode: string,
  destination: string,
): DutyRule | undefined {
  return rules
    .filter((rule) => hsCode.startsWith(rule.hsPrefix))
    .toSorted(
      (a, b) =>
        b.hsPrefix.length - a.hsPrefix.length ||
        Number(b.destinations.includes(destination)) -
          Number(a.destinations.includes(destination)) ||
        (a.validFrom < b.validFrom ? 1 : -1),
    )[0]
}

function amountOf(
  rule: DutyRule,
  lines: readonly number[],
  table: ExchangeTable,
  consignment: Consignment,
  duties: readonly DutyLine[],
): Money {
  const { currency } = consignment.shipping
  const fixed = { amountMinor: rule.perHeadingMinor, currency: rule.currency }
  const perHeading = rule.perHeadingMinor === 0 ? zero(currency) : exchange(table, fixed, currency)
  const headings = new Set(lines.map((line) => headingOf(consignment.lines[line]!, line)))
  const share = percent(taxBase(rule, lines, consignment, duties), rule.basisPoints)
  return add(share, multiply(perHeading, headings.size))
}

function headingOf(line: DutiableLine, index: number): string {
  return line.hsCode === null ? `line ${index}` : line.hsCode.slice(0, 6)
}

// Shipping and duty fall on the taxed lines by value, so that mixed parcels do not tax them twice.
function taxBase(
  rule: DutyRule,
  lines: readonly number[],
  consignment: Consignment,
  duties: readonly DutyLine[],
): Money {
  const { lines: all, shipping } = consignment
  const { currency } = shipping
  const goods = sum(
    lines.map((line) => all[line]!.value),
    currency,
  )
  if (rule.base === 'goods') return goods
  const others = goodsValue(consignment).amountMinor - goods.amountMinor
  const share = (amount: Money) =>
    others === 0 ? amount : allocate(amount, [goods.amountMinor, others])[0]!
  const withShipping = add(goods, share(shipping))
  if (rule.base === 'goodsAndShipping') return withShipping
  return add(
    withShipping,
    share(
      sum(
        duties.map((duty) => duty.amount),
        currency,
      ),
    ),
  )
}
