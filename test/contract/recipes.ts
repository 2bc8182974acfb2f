import { newId } from '../../src/core/ids.ts'
import { externalCash, post, sellerPayableOf } from '../../src/ledger/index.ts'
import { openShop, orderOf } from '../orders/shop.ts'
import type { TestKey } from '../support/app.ts'
import { deliver, type World } from './world.ts'

export interface Dish {
  readonly who: TestKey
  readonly input: Record<string, unknown>
}

/** An input that succeeds once, about a subject of its own. */
export type Recipe = (world: World) => Promise<Dish>

const operator = (world: World, input: Dish['input']): Dish => ({ who: world.operator, input })
const buyer = (world: World, input: Dish['input']): Dish => ({ who: world.buyer, input })
const seller = (world: World, input: Dish['input']): Dish => ({ who: world.seller, input })

const body = (world: World) => orderOf([[world.goods, 2]])

async function placed(world: World) {
  const order = await world.send('POST', '/v1/orders', world.buyer, body(world))
  return { id: order.id as string, part: order.sellerOrders[0].id as string }
}

async function accepted(world: World) {
  const order = await placed(world)
  await world.send('POST', `/v1/seller-orders/${order.part}/accept`, world.seller, {})
  return order
}

async function delivered(world: World) {
  const order = await placed(world)
  await deliver(world.send, order.part, world.seller)
  return order
}

async function asked(world: World) {
  const { id } = await accepted(world)
  const order = await world.send('POST', `/v1/orders/${id}/cancel`, world.buyer, {})
  return { id: order.cancellations[0].id as string }
}

async function parcel(world: World, trackingNumber?: string) {
  const { part } = await placed(world)
  const made = await world.send('POST', `/v1/seller-orders/${part}/shipments`, world.seller, {
    parcels: [{ carrier: 'DHL', ...(trackingNumber ? { trackingNumber } : {}) }],
  })
  return { id: made.parcels[0].id as string }
}

async function disputed(world: World) {
  const { part: sellerOrderId } = await delivered(world)
  const claim = { sellerOrderId, reason: 'damaged', description: 'In pieces.' }
  const { id } = await world.send('POST', '/v1/disputes', world.buyer, claim)
  return { id: id as string }
}

async function escalated(world: World) {
  const { id } = await disputed(world)
  await world.send('POST', `/v1/disputes/${id}/respond`, world.seller, {
    answer: 'contest',
    note: 'It left here whole.',
  })
  await world.send('POST', `/v1/disputes/${id}/escalate`, world.buyer, {})
  return { id }
}

async function offered(world: World) {
  const { id } = await disputed(world)
  const offer = { answer: 'offer', amountMinor: 500 }
  await world.send('POST', `/v1/disputes/${id}/respond`, world.seller, offer)
  return { id }
}

/** Money that a seller of its own is owed: nobody has two payouts under way. */
async function earned(world: World) {
  const shop = await openShop(world.test)
  await world.test.database.transaction((db) =>
    post(db, {
      kind: 'release',
      mode: 'live',
      currency: 'EUR',
      occurredAt: new Date(Date.now() - 60_000),
      entries: [
        { account: externalCash, amountMinor: -100_000 },
        { account: sellerPayableOf(shop.sellerId), amountMinor: 100_000 },
      ],
    }),
  )
  return shop
}

async function payout(world: World) {
  await earned(world)
  const batch = await world.send('POST', '/v1/payout-batches', world.operator, { currency: 'EUR' })
  const list = await world.send('GET', `/v1/payouts?batchId=${batch.id}`, world.operator)
  return { id: list.data[0].id as string }
}

async function started(world: World) {
  const { id } = await payout(world)
  await world.send('POST', `/v1/payouts/${id}/start`, world.operator, {})
  return { id }
}

async function applied(world: World) {
  const applicant = await world.test.newKey({ kind: 'seller' })
  const { id } = await world.send('POST', '/v1/sellers', applicant, { name: `New ${newId()}` })
  return { id: id as string }
}

const now = () => new Date().toISOString()
const evidence = [{ url: 'https://photos.example/1.jpg' }]

/** The offer that the world's feed brought; and a number that changes each time. */
const offer = { sku: 'p-1' }
let count = 1000

export const recipes: Record<string, Recipe> = {
  topUpWallet: async (world) =>
    operator(world, {
      accountId: world.ids.live.account,
      amountMinor: 1000,
      currency: 'EUR',
      memo: newId(),
    }),
  withdrawFromWallet: async (world) =>
    operator(world, {
      accountId: world.ids.live.account,
      amountMinor: 10,
      currency: 'EUR',
      memo: newId(),
    }),
  createFeePolicy: async (world) =>
    operator(world, { kind: 'sellerFee', basisPoints: 500, plan: `plan-${newId().slice(-6)}` }),
  createChargePrice: async (world) =>
    operator(world, {
      code: `banner-${newId().slice(-6)}`,
      fee: 'promotionFee',
      name: 'Banner',
      currency: 'EUR',
      amountMinor: 1000,
    }),
  createWebhookEndpoint: async (world) =>
    buyer(world, { url: `https://hooks.example.com/${newId()}`, eventTypes: ['order.*'] }),
  rotateWebhookSecret: async (world) => {
    const made = { url: `https://hooks.example.com/${newId()}`, eventTypes: ['order.*'] }
    const { id } = await world.send('POST', '/v1/webhook-endpoints', world.buyer, made)
    return buyer(world, { id })
  },
  createSeller: async (world) => buyer(world, { name: `Shop ${newId()}`, currency: 'EUR' }),
  createSellerDecision: async (world) =>
    operator(world, { ...(await applied(world)), status: 'vetted', reason: 'Papers seen.' }),
  updateStock: async (world) => seller(world, { items: [{ ...offer, stock: count++ }] }),
  updatePrices: async (world) => seller(world, { items: [{ ...offer, priceMinor: count++ }] }),
  createSavedSearch: async (world) =>
    buyer(world, { name: `Lamps ${newId()}`, search: { q: 'lamp' } }),
  createQuote: async (world) =>
    buyer(world, {
      lines: [{ variantId: world.goods.wireId, quantity: 1 + (count++ % 100) }],
      destination: { country: 'DE' },
      holdStock: true,
    }),
  placeOrder: async (world) => buyer(world, { ...body(world), note: newId() }),
  cancelOrder: async (world) => buyer(world, { id: (await placed(world)).id }),
  confirmDelivery: async (world) => buyer(world, { id: (await delivered(world)).id }),
  acceptSellerOrder: async (world) => seller(world, { id: (await placed(world)).part }),
  rejectSellerOrder: async (world) =>
    seller(world, { id: (await placed(world)).part, reason: 'other' }),
  cancelSellerOrder: async (world) =>
    seller(world, { id: (await accepted(world)).part, reason: 'outOfStock' }),
  acceptCancellation: async (world) => seller(world, await asked(world)),
  rejectCancellation: async (world) => seller(world, await asked(world)),
  createShipment: async (world) =>
    seller(world, { id: (await placed(world)).part, parcels: [{ carrier: 'DHL' }] }),
  addTrackingEvents: async (world) =>
    seller(world, {
      ...(await parcel(world)),
      events: [{ state: 'inTransit', occurredAt: now() }],
    }),
  reportTrackingEvents: async (world) => {
    const trackingNumber = `N${newId().replaceAll('-', '').slice(-12).toUpperCase()}`
    await parcel(world, trackingNumber)
    return seller(world, {
      events: [{ trackingNumber, state: 'inTransit', occurredAt: now() }],
    })
  },
  openDispute: async (world) =>
    buyer(world, {
      sellerOrderId: (await delivered(world)).part,
      reason: 'damaged',
      description: 'In pieces.',
    }),
  addDisputeEvidence: async (world) => buyer(world, { ...(await disputed(world)), evidence }),
  respondToDispute: async (world) =>
    seller(world, { ...(await disputed(world)), answer: 'accept' }),
  acceptDisputeOffer: async (world) => buyer(world, await offered(world)),
  escalateDispute: async (world) => buyer(world, await offered(world)),
  withdrawDispute: async (world) => buyer(world, await disputed(world)),
  decideDispute: async (world) =>
    operator(world, {
      ...(await escalated(world)),
      decision: 'refund',
      note: 'The photo shows it.',
    }),
  createRefund: async (world) => {
    const { id, part } = await delivered(world)
    return seller(world, { id, sellerOrderId: part, reason: 'goodwill' })
  },
  createPayoutBatch: async (world) => {
    await world.send('POST', '/v1/payout-batches', world.operator, { currency: 'EUR' })
    await earned(world)
    return operator(world, { currency: 'EUR', minimumMinor: 1 + (count++ % 100) })
  },
  startPayout: async (world) => operator(world, await payout(world)),
  settlePayout: async (world) => operator(world, await started(world)),
  failPayout: async (world) => operator(world, { ...(await started(world)), reason: 'Closed' }),
  cancelPayout: async (world) => operator(world, await payout(world)),
  createCharge: async (world) => {
    const shop = await earned(world)
    return { who: shop.key, input: { sellerId: shop.wireId, code: await chargeCode(world) } }
  },
  stopChargeRenewal: async (world) => {
    const shop = await earned(world)
    const body = { sellerId: shop.wireId, code: await chargeCode(world) }
    const { id } = await world.send('POST', '/v1/charges', shop.key, body)
    return { who: shop.key, input: { id } }
  },
}

async function chargeCode(world: World): Promise<string> {
  const code = `stand-${newId().slice(-6)}`
  await world.send('POST', '/v1/charge-prices', world.operator, {
    code,
    fee: 'promotionFee',
    name: 'Stand',
    currency: 'EUR',
    amountMinor: 100,
  })
  return code
}
