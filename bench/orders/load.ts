import { newId } from '../../src/core/ids.ts'
import { type Load, type LoadRequest, load } from '../support/load.ts'
import { randomOrder, type Scene } from './scene.ts'

export interface OrderLoad {
  readonly connections: number
  readonly seconds: number
  /** Lines of each order. */
  readonly lines: number
  /** How many accounts share the load. */
  readonly buyers: number
}

/** Orders a second from this process: one request each, with a new idempotency key every time. */
export async function loadOrders(
  base: string,
  scene: Scene,
  { connections, seconds, lines, buyers }: OrderLoad,
): Promise<Load> {
  const bodies = Array.from({ length: 200 }, () => JSON.stringify(randomOrder(scene, lines)))
  const keys = scene.buyers.slice(0, buyers).map(({ key }) => key)
  let next = 0
  const order = (): LoadRequest => {
    next += 1
    return {
      method: 'POST',
      path: '/v1/orders',
      body: bodies[next % bodies.length]!,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${keys[next % keys.length]}`,
        'idempotency-key': newId(),
      },
    }
  }
  return await load(base, order, { connections, seconds })
}
