import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../src/core/ids.ts'
import { type Goods, orderOf } from './shop.ts'

export interface Acknowledged {
  readonly key: string
  readonly body: string
  readonly reply: string
  readonly orderId: string
  readonly units: readonly { readonly goods: Goods; readonly quantity: number }[]
}

export interface Tally {
  readonly acknowledged: Acknowledged[]
  /** Answers that a client should never see. */
  readonly surprises: string[]
  /** Requests that were cut off or refused for now, and asked again. */
  retries: number
}

export interface Buyers {
  readonly tally: Tally
  /** Lets every buyer finish the order at hand. */
  stop(): Promise<void>
}

/**
 * Buyers who place one order after the other and ask again, with the same key, until they get an
 * answer, whatever happens to the server.
 */
export function sendBuyers(
  count: number,
  shop: { url: string; apiKey: string; goods: readonly Goods[] },
): Buyers {
  const tally: Tally = { acknowledged: [], surprises: [], retries: 0 }
  let isOver = false
  const running = Array.from({ length: count }, async () => {
    while (!isOver) await buy(shop, tally)
  })
  return {
    tally,
    async stop() {
      isOver = true
      await Promise.all(running)
    },
  }
}

async function buy(
  { url, apiKey, goods }: Parameters<typeof sendBuyers>[1],
  tally: Tally,
): Promise<void> {
  const units = goods
    .filter(() => Math.random() < 0.5)
    .concat(goods[0]!)
    .slice(-3)
    .map((one) => ({ goods: one, quantity: 1 + Math.floor(Math.random() * 2) }))
    .filter((unit, position, all) => all.findIndex(({ goods: g }) => g === unit.goods) === position)
  const body = JSON.stringify(orderOf(units.map((unit) => [unit.goods, unit.quantity])))
  const key = newId()
  const reply = await persist(url, apiKey, key, body, tally)
  if (reply === undefined) return
  const { id: orderId } = JSON.parse(reply) as { id: string }
  tally.acknowledged.push({ key, body, reply, orderId, units })
}

/** Asks until there is an answer; undefined when it is one that nobody should get. */
export async function persist(
  url: string,
  apiKey: string,
  key: string,
  body: string,
  tally: Tally,
): Promise<string | undefined> {
  for (;;) {
    const reply = await ask(url, apiKey, key, body)
    if (reply?.status === 201) return reply.text
    if (reply !== undefined && !isPassing(reply)) {
      tally.surprises.push(`${reply.status} ${reply.text}`)
      return undefined
    }
    tally.retries += 1
    await pause(100 + Math.random() * 100)
  }
}

function isPassing({ status, text }: { status: number; text: string }): boolean {
  return status === 503 || (status === 409 && text.includes('"idempotency_in_flight"'))
}

async function ask(url: string, apiKey: string, key: string, body: string) {
  try {
    const reply = await fetch(`${url}/v1/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body,
    })
    return { status: reply.status, text: await reply.text() }
  } catch {
    return undefined // cut off: nobody knows whether the order was placed
  }
}
