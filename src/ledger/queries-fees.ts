import type { Tx } from '../core/database.ts'
import type { FeePolicy } from './fees.ts'

const policyColumns = (sql: Tx['sql']) => sql`
  id, kind, category_id as "categoryId", plan, currency, basis_points as "basisPoints",
  fixed_minor as "fixedMinor", valid_from as "validFrom", valid_until as "validUntil", note`

export type FeePolicyRow = FeePolicy & { readonly note: string | null }

/** Policies that are in force now or will be. */
export async function selectCurrentPolicies({ sql }: Tx, at: Date): Promise<FeePolicyRow[]> {
  return await sql<FeePolicyRow[]>`
    select ${policyColumns(sql)} from fee_policies
    where valid_until is null or valid_until > ${at}`
}

/** All policies ever, newest first, after an id. */
export async function selectPolicies(
  { sql }: Tx,
  before: string | undefined,
  limit: number,
): Promise<FeePolicyRow[]> {
  return await sql<FeePolicyRow[]>`
    select ${policyColumns(sql)} from fee_policies
    ${before === undefined ? sql`` : sql`where id < ${before}`}
    order by id desc limit ${limit}`
}

/** Adds a policy and answers it. */
export async function insertPolicy({ sql }: Tx, policy: FeePolicyRow): Promise<FeePolicyRow> {
  const [row] = await sql<FeePolicyRow[]>`
    insert into fee_policies (id, kind, category_id, plan, currency, basis_points, fixed_minor,
      valid_from, valid_until, note)
    values (${policy.id}, ${policy.kind}, ${policy.categoryId}, ${policy.plan},
      ${policy.currency}, ${policy.basisPoints}, ${policy.fixedMinor}, ${policy.validFrom},
      ${policy.validUntil}, ${policy.note})
    returning ${policyColumns(sql)}`
  return row!
}
