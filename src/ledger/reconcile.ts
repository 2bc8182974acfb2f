import type { Database, Tx } from '../core/database.ts'
import {
  type AccountTotal,
  accountTotals,
  driftedWallets,
  emptyTransactions,
  escrowBalances,
  type Finding,
  type HeldForOrder,
  overdrawn,
  unbalancedCurrencies,
  unbalancedTransactions,
} from './queries-reconcile.ts'

export type Check =
  | 'transactionsSumToZero'
  | 'transactionsHaveEntries'
  | 'currenciesSumToZero'
  | 'walletsEqualEntries'
  | 'nothingOverdrawn'
  | 'escrowEqualsOpenOrders'

export interface Reconciliation {
  readonly isBalanced: boolean
  readonly checks: readonly { readonly check: Check; readonly findings: readonly Finding[] }[]
  readonly totals: readonly AccountTotal[]
}

/** What open orders say that escrow holds for them; the orders' module answers it. */
export type HeldByOrders = (db: Tx) => Promise<readonly HeldForOrder[]>

/**
 * Proves the books from their entries alone, on one snapshot: every transaction and currency at zero,
 * wallets equal to their entries, nothing overdrawn, escrow equal to what open orders hold.
 */
export async function reconcile(
  database: Database,
  heldByOrders: HeldByOrders,
): Promise<Reconciliation> {
  return await database.transaction((db) => reconcileOn(db, heldByOrders), {
    isolation: 'repeatable read',
    deadlineMs: 30 * 60_000,
  })
}

/** The same within a unit of work that is open already. */
export async function reconcileOn(db: Tx, heldByOrders: HeldByOrders): Promise<Reconciliation> {
  const checks = [
    { check: 'transactionsSumToZero', findings: await unbalancedTransactions(db) },
    { check: 'transactionsHaveEntries', findings: await emptyTransactions(db) },
    { check: 'currenciesSumToZero', findings: await unbalancedCurrencies(db) },
    { check: 'walletsEqualEntries', findings: await driftedWallets(db) },
    { check: 'nothingOverdrawn', findings: await overdrawn(db) },
    {
      check: 'escrowEqualsOpenOrders',
      findings: compareEscrow(await heldByOrders(db), await escrowBalances(db)),
    },
  ] as const
  return {
    isBalanced: checks.every(({ findings }) => findings.length === 0),
    checks,
    totals: await accountTotals(db),
  }
}

/** Orders where escrow and the order disagree. */
export function compareEscrow(
  expected: readonly HeldForOrder[],
  actual: readonly HeldForOrder[],
): Finding[] {
  const keyOf = ({ mode, currency, orderId }: HeldForOrder) => `${mode} ${currency} ${orderId}`
  const both = new Map<string, { held: HeldForOrder; expectedMinor: number; actualMinor: number }>()
  for (const held of expected) {
    both.set(keyOf(held), { held, expectedMinor: held.amountMinor, actualMinor: 0 })
  }
  for (const held of actual) {
    const known = both.get(keyOf(held)) ?? { held, expectedMinor: 0 }
    both.set(keyOf(held), { ...known, actualMinor: held.amountMinor })
  }
  return [...both.values()]
    .filter(({ expectedMinor, actualMinor }) => expectedMinor !== actualMinor)
    .map(({ held, expectedMinor, actualMinor }) => ({
      mode: held.mode,
      currency: held.currency,
      subject: held.orderId,
      expectedMinor,
      actualMinor,
    }))
}
