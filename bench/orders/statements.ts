import type { Caller } from '../../src/core/context.ts'
import type { Database, Tx } from '../../src/core/database.ts'
import { claimKey, storeReply } from '../../src/core/idempotency.ts'
import { newId } from '../../src/core/ids.ts'
import { operations } from '../../src/orders/index.ts'
import { type Buyer, randomOrder, type Scene } from './scene.ts'

const placeOrder = operations.find(({ name }) => name === 'placeOrder')!

/**
 * The statements of one real placement as a pgbench script in one transaction: captured from the
 * operation itself, so that both sides of the ratio run the same SQL. Ids that the server minted are
 * replaced by fresh ones in each run.
 */
export async function placementScript(
  database: Database,
  scene: Scene,
  buyer: Buyer,
  lines: number,
): Promise<string> {
  const statements: string[] = []
  // The first placement also reads the policies, which are kept in memory afterwards.
  await database.transaction((db) => placeRecorded(database, db, scene, buyer, lines))
  const known = new Set([...scene.variantIds, ...scene.buyers.map(({ accountId }) => accountId)])
  await database.transaction(async (db) => {
    for (const id of await existingIds(db)) known.add(id)
    const recorded = { ...db, sql: recorder(db.sql, statements) }
    await placeRecorded(database, recorded, scene, buyer, lines)
  })
  return `\\set run random(1, 200000000000000)\nbegin;\n${fresh(statements, known).join('\n')}\ncommit;\n`
}

async function existingIds({ sql }: Tx): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from products union all select id from sellers union all select id from shipping_services`
  return rows.map(({ id }) => id)
}

async function placeRecorded(
  database: Database,
  db: Tx,
  scene: Scene,
  { accountId }: Buyer,
  lines: number,
): Promise<void> {
  const caller: Caller = {
    keyId: newId(),
    accountId,
    accountName: 'bench',
    mode: 'live',
    scopes: new Set(),
    sellerId: null,
    isOperator: false,
  }
  const key = `bench-${newId()}`
  await claimKey(db, caller, key, 'placeOrder', 'x'.repeat(43))
  const steps: (() => Promise<void>)[] = []
  const atCommit = (step: () => Promise<void>) => void steps.push(step)
  const known = { db, database, caller, now: new Date(), atCommit, idempotencyKey: key }
  const blank = { requestId: '', languages: [], body: undefined, contentType: undefined }
  const output = await placeOrder.handle({ ...known, ...blank }, randomOrder(scene, lines))
  await storeReply(db, caller, key, { status: 201, json: JSON.stringify(output) })
  for (const step of steps) await step()
}

function recorder(sql: Tx['sql'], statements: string[]): Tx['sql'] {
  return new Proxy(sql, {
    apply(target, self, args: [TemplateStringsArray, ...unknown[]]) {
      const [strings, ...values] = args
      // `sql([…])` makes a list of parameters, not a statement.
      if (!('raw' in strings)) return Reflect.apply(target, self, args)
      const text = strings.reduce((all, piece, i) => all + literal(values[i - 1]) + piece)
      statements.push(onOneLine(text))
      return Reflect.apply(target, self, args)
    },
    get(target, name) {
      if (name !== 'unsafe') return Reflect.get(target, name)
      return (text: string, values: unknown[] = [], options?: object) => {
        statements.push(onOneLine(text.replace(/\$(\d+)/g, (_, n) => literal(values[n - 1]))))
        return target.unsafe(text, values as never[], options)
      }
    },
  })
}

function onOneLine(statement: string): string {
  return `${statement.replace(/\s+/g, ' ').trim()};`
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return quote(`{${value.join(',')}}`)
  if (value instanceof Date) return quote(value.toISOString())
  if (typeof value === 'object' && 'first' in value)
    return listOf((value as { first: unknown[] }).first)
  if (typeof value === 'object') return `${quote(jsonOf(value))}::jsonb`
  return quote(String(value))
}

/** A list given as `sql([…])`. */
function listOf(values: readonly unknown[]): string {
  return `(${values.map(literal).join(', ')})`
}

/** The text of a value given as `sql.json`. */
function jsonOf(parameter: object): string {
  const { value } = parameter as { value: unknown }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

// pgbench takes a colon before a letter for a variable of its own, also inside quotes.
function quote(text: string): string {
  return `'${text.replaceAll("'", "''").replace(/:(?=[A-Za-z_])/g, ': ')}'`
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

// Every literal that holds a minted id becomes an expression on :run; the others stay as they are.
function fresh(statements: readonly string[], known: ReadonlySet<string>): string[] {
  const minted = new Map<string, number>()
  const nameOf = (id: string) => {
    if (!minted.has(id)) minted.set(id, minted.size + 16)
    return `${minted.get(id)!.toString(16)}bbbbbb-0000-7000-8000-`.padStart(24, '0')
  }
  return statements.map((statement) =>
    statement.replace(/'(?:[^']|'')*'/g, (text) => {
      const found = [...new Set(text.match(uuid) ?? [])].filter((id) => !known.has(id))
      if (found.length === 0) return text
      const tail = "lpad(to_hex(:run::bigint), 12, '0')"
      const expression = found.reduce(
        (inner, id) => `replace(${inner}, '${id}', '${nameOf(id)}' || ${tail})`,
        text,
      )
      const isWhole = found.length === 1 && text.length === 38
      return isWhole ? `(${expression})::text::uuid` : `(${expression})`
    }),
  )
}
