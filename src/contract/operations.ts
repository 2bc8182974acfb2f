import * as accounts from '../accounts/index.ts'
import * as catalog from '../catalog/index.ts'
import type { Job } from '../core/job.ts'
import type { AnyLink, AnyOperation } from '../core/operation.ts'
import type { AnyEvent } from '../events/index.ts'
import * as eventLog from '../events/index.ts'
import * as fulfillment from '../fulfillment/index.ts'
import * as ledger from '../ledger/index.ts'
import * as orders from '../orders/index.ts'
import * as payouts from '../payouts/index.ts'
import * as protection from '../protection/index.ts'
import * as sandbox from '../sandbox/index.ts'
import * as search from '../search/index.ts'
import * as sellers from '../sellers/index.ts'
import * as shipping from '../shipping/index.ts'

import * as webhooks from '../webhooks/index.ts'

interface ModuleFront {
  readonly operations?: readonly AnyOperation[]
  readonly links?: readonly AnyLink[]
  readonly events?: readonly AnyEvent[]
  readonly jobs?: readonly Job[]
}

/** Every module that offers something, in the order of the map. */
const modules: readonly ModuleFront[] = [
  eventLog,
  accounts,
  ledger,
  webhooks,
  sellers,
  shipping,
  search,
  catalog,
  orders,
  fulfillment,
  protection,
  payouts,
  sandbox,
]

/** The one list of operations: whatever is here exists over every door, and nothing else does. */
export const operations: readonly AnyOperation[] = modules.flatMap((one) => one.operations ?? [])

export const links: readonly AnyLink[] = modules.flatMap((one) => one.links ?? [])

export const events: readonly AnyEvent[] = modules.flatMap((one) => one.events ?? [])

/** What the worker does, in the order of the map. */
export const jobs: readonly Job[] = modules.flatMap((one) => one.jobs ?? [])
