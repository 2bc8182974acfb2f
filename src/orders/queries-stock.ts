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
 * Moves units of all variants or answers false, having moved some: the transaction must then be
 * rolled back or the shortfall be reported. A counter never goes below zero.
 */
export async function moveStock(
  { sql }: Tx,
  move: StockMove,
  units: readonly StockUnits[],
): Promise<boolean> {
  const { available, held } = steps[move]
  const [first, ...others] = units
  if (first === undefined) return true
  if (others.length === 0) {
    const moved = await sql`
      update stock_levels
      set available = available + ${available}::int * ${first.quantity}::int,
        held = held + ${held}::int * ${first.quantity}::int, updated_at = now()
      where variant_id = ${first.variantId}
        and available + ${available}::int * ${first.quantity}::int >= 0
        and held + ${held}::int * ${first.quantity}::int >= 0`
    return moved.count === 1
  }
  // Rows are locked in the order of their ids first: two orders of the same goods in another order
  // of lines would else wait for each other. The update then sees the newest counts of each row.
  const moved = await sql`
    with wanted as (
      select * from unnest(${units.map((unit) => unit.variantId)}::uuid[],
        ${units.map((unit) => unit.quantity)}::int[]) as w(variant_id, quantity)
    ), locked as materialized (
      select s.variant_id, w.quantity
      from stock_levels s join wanted w on w.variant_id = s.variant_id
      order by s.variant_id for update of s
    )
    update stock_levels s
    set available = s.available + ${available}::int * l.quantity,
      held = s.held + ${held}::int * l.quantity, updated_at = now()
    from locked l
    where s.variant_id = l.variant_id
      and s.available + ${available}::int * l.quantity >= 0
      and s.held + ${held}::int * l.quantity >= 0`
  return moved.count === units.length
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
