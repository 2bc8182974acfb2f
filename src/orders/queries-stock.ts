import type { Tx } from '../core/database.ts'

/** Units by variant: one entry each, sorted by variant, so that every transaction locks alike. */
export interface StockUnits {
  readonly variantId: string
  readonly quantity: number
}

export type StockMove = 'sell' | 'hold' | 'sellHeld' | 'releaseHeld' | 'restock'

/** How a move changes the two counters, per unit. */
const steps: Record<StockMove, { available: number; held: number }> = {
  sell: { available: -1, held: 0 },
  hold: { available: -1, held: 1 },
  sellHeld: { available: 0, held: -1 },
  releaseHeld: { available: 1, held: -1 },
  restock: { available: 1, held: 0 },
}

/** One entry per variant, in the order in which every transaction locks stock. */
export function unitsByVariant(lines: Iterable<StockUnits>): StockUnits[] {
  const units = new Map<string, number>()
  for (const { variantId, quantity } of lines) {
    units.set(variantId, (units.get(variantId) ?? 0) + quantity)
  }
  return [...units]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((a, b) => (a.variantId < b.variantId ? -1 : 1))
}

/**
 * Moves units of all variants in their order or answers false, having moved those that can be: the transaction must then be rolled back or the shortfall be reported. A counter never
 * goes below zero. With `orAbort` a shortfall fails the statement (`divisionByZero`) instead.
 */
export async function moveStock(
  { sql }: Tx,
  move: StockMove,
  units: readonly StockUnits[],
  orAbort = false,
): Promise<boolean> {
  if (units.length === 0) return true
  const { available, held } = steps[move]
  const values = units.flatMap(({ variantId, quantity }) => [variantId, quantity])
  const [row] = await sql.unsafe<{ isWhole: boolean }[]>(
    statementOf(units.length),
    [available, held, orAbort, ...values],
    { prepare: true },
  )
  return row!.isWhole
}

const statements: string[] = []

/**
 * One update per variant, each waiting for the one before: rows are locked in the order of their ids
 * by primary key. A join would lock in the order of its plan, and scan the table while it is small.
 */
function statementOf(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `moved${index}`)
  const total = names.map((name) => `(select count(*) from ${name})`).join(' + ')
  statements[count] ??= `with ${names.map((_, index) => updateOf(index)).join(', ')},
    total as (select (${total}) as moved)
    select case when $3::boolean then 1 / (moved = ${count})::int end, moved = ${count} as "isWhole"
    from total`
  return statements[count]
}

function updateOf(index: number): string {
  const id = `$${4 + 2 * index}::uuid`
  const quantity = `$${5 + 2 * index}::int`
  const after = index === 0 ? '' : `and (select count(*) from moved${index - 1}) >= 0`
  return `moved${index} as (
    update stock_levels
    set available = available + $1::int * ${quantity}, held = held + $2::int * ${quantity},
      updated_at = now()
    where variant_id = ${id} and available + $1::int * ${quantity} >= 0
      and held + $2::int * ${quantity} >= 0 ${after}
    returning 1)`
}

/** Units on hand now, by variant; a variant without a row has none. */
export async function selectAvailable(
  { sql }: Tx,
  variantIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ variant_id: string; available: number }[]>`
    select variant_id, available from stock_levels
    where variant_id = any(${variantIds as string[]}::uuid[])`
  return new Map(rows.map((row) => [row.variant_id, row.available]))
}
