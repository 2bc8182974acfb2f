import type { Tx } from '../core/database.ts'
import type { Mode } from '../core/operation.ts'

export interface KeyRow {
  id: string
  account_id: string
  name: string
  mode: Mode
  hint: string
  scopes: string[]
  seller_id: string | null
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

export interface AccountRow {
  id: string
  name: string
  kind: 'customer' | 'seller' | 'affiliate' | 'operator'
  created_at: Date
}

const keyColumns = (sql: Tx['sql']) =>
  sql`id, account_id, name, mode, hint, scopes, seller_id, created_at, expires_at, revoked_at, last_used_at`

export interface HeldKeyRow extends KeyRow {
  account_name: string
}

const heldKey = (sql: Tx['sql']) => sql`
  select k.id, k.account_id, k.name, k.mode, k.hint, k.scopes, k.seller_id, k.created_at,
    k.expires_at, k.revoked_at, k.last_used_at, a.name as account_name
  from api_keys k join accounts a on a.id = k.account_id
  where k.revoked_at is null and a.closed_at is null`

/** The live key with this hash and its account. Served by api_keys_hash. */
export async function findKeyByHash({ sql }: Tx, hash: string): Promise<HeldKeyRow | undefined> {
  const [row] = await sql<HeldKeyRow[]>`${heldKey(sql)} and k.hash = ${hash}`
  return row
}

/** The live key with this id and its account, for tokens made from it. */
export async function findKeyById({ sql }: Tx, id: string): Promise<HeldKeyRow | undefined> {
  const [row] = await sql<HeldKeyRow[]>`${heldKey(sql)} and k.id = ${id}`
  return row
}

export interface NewKey {
  id: string
  accountId: string
  name: string
  mode: Mode
  hash: string
  hint: string
  scopes: readonly string[]
  sellerId: string | null
  expiresAt: Date | null
}

export async function insertKey({ sql }: Tx, key: NewKey): Promise<KeyRow> {
  const [row] = await sql<KeyRow[]>`
    insert into api_keys (id, account_id, name, mode, hash, hint, scopes, seller_id, expires_at)
    values (${key.id}, ${key.accountId}, ${key.name}, ${key.mode}, ${key.hash}, ${key.hint},
      ${key.scopes as string[]}, ${key.sellerId}, ${key.expiresAt})
    returning ${keyColumns(sql)}`
  return row!
}

/** Newest first, after a keyset position. Served by api_keys_account. */
export async function selectKeys(
  { sql }: Tx,
  accountId: string,
  mode: Mode,
  limit: number,
  after: { createdAt: Date; id: string } | undefined,
): Promise<KeyRow[]> {
  return await sql<KeyRow[]>`
    select ${keyColumns(sql)} from api_keys
    where account_id = ${accountId} and mode = ${mode}
      ${after ? sql`and (created_at, id) < (${after.createdAt}, ${after.id})` : sql``}
    order by created_at desc, id desc limit ${limit}`
}

export async function selectKey({ sql }: Tx, accountId: string, id: string) {
  const [row] = await sql<KeyRow[]>`
    select ${keyColumns(sql)} from api_keys where id = ${id} and account_id = ${accountId}`
  return row
}

/** Marks the key revoked (once) and tells every node; answers it, or undefined where it is not the account's. */
export async function revokeKey({ sql }: Tx, accountId: string, id: string, at: Date) {
  const [row] = await sql<KeyRow[]>`
    update api_keys set revoked_at = coalesce(revoked_at, ${at})
    where id = ${id} and account_id = ${accountId}
    returning ${keyColumns(sql)}`
  if (row) await sql`select pg_notify('api_keys', ${id})`
  return row
}

export async function touchKeys({ sql }: Tx, ids: readonly string[], at: Date): Promise<void> {
  await sql`update api_keys set last_used_at = ${at} where id = any(${ids as string[]}::uuid[])`
}

export async function findAccountByName({ sql }: Tx, name: string) {
  const [row] = await sql<AccountRow[]>`
    select id, name, kind, created_at from accounts where name = ${name} and closed_at is null`
  return row
}

export async function selectAccount({ sql }: Tx, id: string) {
  const [row] = await sql<AccountRow[]>`
    select id, name, kind, created_at from accounts where id = ${id}`
  return row
}

/** Creates the account, or answers the one that has the name already. */
export async function insertAccount(
  { sql }: Tx,
  id: string,
  name: string,
  kind: AccountRow['kind'],
) {
  const [row] = await sql<AccountRow[]>`
    insert into accounts (id, name, kind) values (${id}, ${name}, ${kind})
    on conflict (name) do update set name = excluded.name
    returning id, name, kind, created_at`
  return row!
}

/** The stored setting, made with `value` where it is not there yet. */
export async function ensureSetting({ sql }: Tx, name: string, value: unknown): Promise<unknown> {
  await sql`
    insert into settings (name, value) values (${name}, ${sql.json(value as never)})
    on conflict (name) do nothing`
  const [row] = await sql<{ value: unknown }[]>`select value from settings where name = ${name}`
  return row!.value
}
