import type { Caller } from '../core/context.ts'
import type { Database } from '../core/database.ts'
import { selectOffsets } from './queries.ts'

// Of this process; other nodes' changes arrive by NOTIFY.
const offsets = new Map<string, number>()

export interface TestClocks {
  /** The time for a caller: the given clock's, and ahead of it for a test key that travelled. */
  now(caller: Caller): Date
  close(): Promise<void>
}

/** Follows every account's test clock; `base` is the real one unless a test says otherwise. */
export async function openTestClocks(
  database: Database,
  base: () => Date = () => new Date(),
): Promise<TestClocks> {
  const reload = async () => {
    for (const row of await database.read(selectOffsets)) noteOffset(row.account_id, row.offset_ms)
  }
  const hear = (payload: string) => {
    const [accountId, offsetMs] = payload.split(' ')
    noteOffset(accountId!, Number(offsetMs))
  }
  const unlisten = await database.listen('sandbox_clocks', hear, (state) => {
    // What was said while nobody listened is read again; a failure is met by the next connection.
    if (state === 'listening') reload().catch(() => undefined)
  })
  await reload()
  return {
    now(caller) {
      const now = base()
      const offset = caller.mode === 'test' ? (offsets.get(caller.accountId) ?? 0) : 0
      return offset === 0 ? now : new Date(now.getTime() + offset)
    },
    close: unlisten,
  }
}

/** Lets this process know at once how far an account's clock runs ahead; clocks never go back. */
export function noteOffset(accountId: string, offsetMs: number): void {
  if (offsetMs > (offsets.get(accountId) ?? 0)) offsets.set(accountId, offsetMs)
}
