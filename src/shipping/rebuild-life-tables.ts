import type { Database } from '../core/database.ts'
import { newId } from '../core/ids.ts'
import { lifeTableSettings } from './estimate.ts'
import { countWaiting, dayNumber, emptyLifeTable, type LifeTable } from './life-table.ts'
import { handlingKeys, type Lane, transitKeys } from './life-tables.ts'
import { bumpVersion, type LifeTableRow, replaceLifeTables } from './queries.ts'

/** What became of one parcel, or of an order that waits to be shipped; live ones only. */
export interface ParcelHistory extends Lane {
  readonly orderedAt: Date
  readonly handedOverAt: Date | null
  readonly deliveredAt: Date | null
}

// Tables of less than this weight say nothing that the more general ones do not.
const leastWeight = 0.5

/**
 * Makes all life tables anew from history, which must leave out what was cancelled before it was
 * shipped and keep what was lost. Answers how many tables there are; estimates use them at once.
 */
export async function rebuildLifeTables(
  database: Database,
  history: AsyncIterable<ParcelHistory>,
  now: Date,
): Promise<number> {
  const tables = new Map<string, LifeTable>()
  const today = dayNumber(now)
  for await (const parcel of history) countParcel(tables, parcel, today)
  const rows = [...tables].flatMap(([name, table]) => rowOf(name, table) ?? [])
  await database.transaction(
    async (db) => {
      await replaceLifeTables(db, rows, now)
      await bumpVersion(db, 'deliveryEstimates', newId())
    },
    { deadlineMs: 60_000 },
  )
  return rows.length
}

function countParcel(tables: Map<string, LifeTable>, parcel: ParcelHistory, today: number): void {
  const ordered = dayNumber(parcel.orderedAt)
  const handedOver = parcel.handedOverAt && dayNumber(parcel.handedOverAt)
  const handling = { startDay: ordered, doneDay: handedOver }
  for (const key of handlingKeys(parcel.sellerId)) {
    const table = tableOf(tables, `handling ${key}`)
    countWaiting(table, handling, today, lifeTableSettings.handlingHalfLifeDays)
  }
  if (handedOver === null) return
  const delivered = parcel.deliveredAt && dayNumber(parcel.deliveredAt)
  const transit = { startDay: handedOver, doneDay: delivered }
  for (const key of transitKeys(parcel)) {
    const table = tableOf(tables, `transit ${key}`)
    countWaiting(table, transit, today, lifeTableSettings.transitHalfLifeDays)
  }
}

function tableOf(tables: Map<string, LifeTable>, name: string): LifeTable {
  let table = tables.get(name)
  if (!table) {
    table = emptyLifeTable()
    tables.set(name, table)
  }
  return table
}

function rowOf(name: string, table: LifeTable): LifeTableRow | undefined {
  if (Math.max(0, ...table.atRisk) < leastWeight) return undefined
  const space = name.indexOf(' ')
  const kind = name.slice(0, space) === 'handling' ? 'handling' : 'transit'
  return { kind, key: name.slice(space + 1), ...table }
}
