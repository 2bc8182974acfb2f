import { and, count, desc, eq, inArray, isNull, lt, or, type SQL } from 'drizzle-orm'
import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'
import type { EndpointRow } from './rows.ts'
import { webhookEndpoints } from './tables.ts'

/** Whose endpoints a caller sees: its account's or, with a seller's key, those made for that seller. */
export interface Owner {
  readonly accountId: string
  readonly mode: Mode
  readonly sellerId: string | null
}

function ownedBy({ accountId, mode, sellerId }: Owner): SQL | undefined {
  return and(
    eq(webhookEndpoints.accountId, accountId),
    eq(webhookEndpoints.mode, mode),
    sellerId === null ? undefined : eq(webhookEndpoints.sellerId, sellerId),
  )
}

export async function countEndpoints({ orm }: Tx, owner: Owner): Promise<number> {
  const [row] = await orm.select({ n: count() }).from(webhookEndpoints).where(ownedBy(owner))
  return row?.n ?? 0
}

export async function insertEndpoint(
  { orm }: Tx,
  row: typeof webhookEndpoints.$inferInsert,
): Promise<EndpointRow> {
  const [made] = await orm.insert(webhookEndpoints).values(row).returning()
  return made!
}

export async function selectEndpoint(
  { orm }: Tx,
  id: string,
  owner: Owner,
): Promise<EndpointRow | undefined> {
  const [row] = await orm
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), ownedBy(owner)))
  return row
}

/** The endpoints of a caller that have these ids, in any order. */
export async function selectEndpointsById(
  { orm }: Tx,
  ids: readonly string[],
  owner: Owner,
): Promise<EndpointRow[]> {
  return orm
    .select()
    .from(webhookEndpoints)
    .where(and(inArray(webhookEndpoints.id, [...new Set(ids)]), ownedBy(owner)))
}

/** Newest first, those before a given id. */
export async function selectEndpoints(
  { orm }: Tx,
  owner: Owner,
  before: string | undefined,
  limit: number,
): Promise<EndpointRow[]> {
  return orm
    .select()
    .from(webhookEndpoints)
    .where(and(ownedBy(owner), before === undefined ? undefined : lt(webhookEndpoints.id, before)))
    .orderBy(desc(webhookEndpoints.id))
    .limit(limit)
}

export async function updateEndpoint(
  { orm }: Tx,
  id: string,
  owner: Owner,
  change: Partial<EndpointRow>,
): Promise<EndpointRow | undefined> {
  const [row] = await orm
    .update(webhookEndpoints)
    .set(change)
    .where(and(eq(webhookEndpoints.id, id), ownedBy(owner)))
    .returning()
  return row
}

/** Deletes an endpoint with its deliveries; answers what it was. */
export async function deleteEndpoint(
  { orm }: Tx,
  id: string,
  owner: Owner,
): Promise<EndpointRow | undefined> {
  const [row] = await orm
    .delete(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), ownedBy(owner)))
    .returning()
  return row
}

/** Endpoints of the accounts and modes that a batch of events belongs to. */
export async function selectListeners(
  { orm }: Tx,
  owners: readonly Pick<Owner, 'accountId' | 'mode'>[],
): Promise<EndpointRow[]> {
  const each = owners.map(({ accountId, mode }) => ownedBy({ accountId, mode, sellerId: null }))
  return orm
    .select()
    .from(webhookEndpoints)
    .where(or(...each))
}

/** Pauses an endpoint that is not paused yet; answers it if it was this call that did. */
export async function pauseEndpoint(
  { orm }: Tx,
  id: string,
  pausedReason: NonNullable<EndpointRow['pausedReason']>,
  now: Date,
): Promise<EndpointRow | undefined> {
  const [row] = await orm
    .update(webhookEndpoints)
    .set({ pausedAt: now, pausedReason, updatedAt: now })
    .where(and(eq(webhookEndpoints.id, id), isNull(webhookEndpoints.pausedAt)))
    .returning()
  return row
}
