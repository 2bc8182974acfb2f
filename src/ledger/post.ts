import type { Tx } from '../core/database.ts'
import { ApiError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { codeOf, divisionByZero } from '../core/unavailable.ts'
import { balanced, type Posting } from './posting.ts'
import {
  type EntryValues,
  findWallet,
  insertBalanced,
  type MovedWallet,
  type TransactionValues,
} from './queries.ts'

export interface Posted {
  /** One id per posting given, in order; null for a posting that moved nothing. */
  readonly transactionIds: readonly (string | null)[]
  /** The wallet moved, with its balance after. */
  readonly wallet: MovedWallet | null
}

/**
 * Books postings in one round trip, all or none; at most one wallet may be among them.
 * Throws `insufficient_funds` when the wallet cannot pay: the unit of work must then be rolled back.
 */
export async function post(db: Tx, ...postings: readonly Posting[]): Promise<Posted> {
  const written = postings.map((posting) => ({ id: newId(), posting: balanced(posting) }))
  const real = written.filter(({ posting }) => posting.entries.length > 0)
  const transactionIds = written.map(({ id, posting }) => (posting.entries.length > 0 ? id : null))
  if (real.length === 0) return { transactionIds, wallet: null }
  const entries = real.flatMap(({ id, posting }) => entriesOf(id, posting))
  const wallet = theWallet(entries)
  const moved = await insertBalanced(
    db,
    real.map(({ id, posting }) => headerOf(id, posting)),
    entries,
    wallet === undefined ? 0 : 1,
  )
  if (wallet !== undefined && moved.length === 0) throw await insufficientFunds(db, wallet)
  return { transactionIds, wallet: moved[0] ?? null }
}

/**
 * Books postings that take from a wallet as the last thing of a transaction whose COMMIT is on its way
 * already: a wallet that cannot pay fails the statement, and with it the transaction, before the
 * caller hears of it. Throws `insufficient_funds` like `post`.
 */
export async function postAtCommit(db: Tx, ...postings: readonly Posting[]): Promise<void> {
  const real = postings.map(balanced).filter(({ entries }) => entries.length > 0)
  const written = real.map((posting) => ({ id: newId(), posting }))
  const entries = written.flatMap(({ id, posting }) => entriesOf(id, posting))
  const wallet = theWallet(entries)
  const headers = written.map(({ id, posting }) => headerOf(id, posting))
  if (headers.length === 0) return
  try {
    await insertBalanced(db, headers, entries, wallet ? 1 : 0, wallet !== undefined)
  } catch (error) {
    if (codeOf(error) !== divisionByZero || !wallet) throw error
    throw await insufficientFunds(db, wallet)
  }
}

/** What the wallet among the entries gets or gives in all. */
function theWallet(entries: readonly EntryValues[]): EntryValues | undefined {
  const [first, ...others] = entries.filter((entry) => entry.account === 'wallet')
  if (first === undefined) return undefined
  for (const other of others) {
    if (other.owner_id !== first.owner_id || other.currency !== first.currency) {
      throw new RangeError('one post moves one wallet: book the second wallet by a post of its own')
    }
  }
  const amount_minor = others.reduce((all, other) => all + other.amount_minor, first.amount_minor)
  return { ...first, amount_minor }
}

async function insufficientFunds(db: Tx, wallet: EntryValues): Promise<Error> {
  const { owner_id: accountId, mode, currency } = wallet
  const neededMinor = Math.max(0, -wallet.amount_minor)
  const balanceMinor = (await findWallet(db, accountId, mode, currency))?.balanceMinor ?? 0
  return new ApiError(
    'insufficient_funds',
    `The ${currency} wallet holds ${balanceMinor} minor units and ${neededMinor} are needed: top it up.`,
    { extra: { currency, balanceMinor, neededMinor } },
  )
}

function headerOf(id: string, posting: Posting): TransactionValues {
  return {
    id,
    kind: posting.kind,
    mode: posting.mode,
    currency: posting.currency,
    order_id: posting.orderId ?? null,
    subject_id: posting.subjectId ?? null,
    dedupe_key: posting.dedupeKey ?? null,
    memo: posting.memo ?? null,
    occurred_at: posting.occurredAt.toISOString(),
  }
}

function entriesOf(id: string, posting: Posting): EntryValues[] {
  return posting.entries.map(({ account, amountMinor }, position) => ({
    transaction_id: id,
    position,
    account: account.kind,
    owner_id: account.ownerId,
    mode: posting.mode,
    currency: posting.currency,
    amount_minor: amountMinor,
    occurred_at: posting.occurredAt.toISOString(),
  }))
}
