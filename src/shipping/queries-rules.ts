import type { Tx } from '../core/database.ts'
import type { DutyRule, RestrictionRule } from './schema.ts'
import { dutyRules, restrictionRules } from './tables.ts'

/** Writes a duty rule in the place of the one with its id. */
export async function upsertDutyRule({ orm }: Tx, rule: DutyRule, now: Date): Promise<void> {
  const row = { ...rule, updatedAt: now }
  await orm.insert(dutyRules).values(row).onConflictDoUpdate({ target: dutyRules.id, set: row })
}

/** Writes a restriction rule in the place of the one with its id. */
export async function upsertRestrictionRule(
  { orm }: Tx,
  rule: RestrictionRule,
  now: Date,
): Promise<void> {
  const row = { ...rule, updatedAt: now }
  await orm
    .insert(restrictionRules)
    .values(row)
    .onConflictDoUpdate({ target: restrictionRules.id, set: row })
}
