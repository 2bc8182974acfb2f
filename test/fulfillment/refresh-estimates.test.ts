import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { refreshDeliveryEstimates } from '../../src/fulfillment/refresh-estimates.ts'
import { parcels, shipments } from '../../src/fulfillment/tables.ts'
import { orders, sellerOrders } from '../../src/orders/tables.ts'
import { ensureSeller } from '../../src/sellers/index.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const now = new Date()
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const nothing = {
  goodsMinor: 0,
  shippingMinor: 0,
  dutiesMinor: 0,
  taxesMinor: 0,
  feesMinor: 0,
  totalMinor: 0,
}

interface Past {
  readonly placed: number
  readonly handedOver?: number
  readonly delivered?: number
  readonly mode?: 'live' | 'test'
  readonly cancelled?: number
}

async function addPart(database: TestDatabase, sellerId: string, past: Past): Promise<void> {
  const [orderId, sellerOrderId, shipmentId, accountId] = [newId(), newId(), newId(), newId()]
  const mode = past.mode ?? 'live'
  const day = (age: number | undefined) => (age === undefined ? null : daysAgo(age))
  const at = daysAgo(past.placed)
  await database.transaction(async ({ orm }) => {
    await orm.insert(orders).values({
      ...nothing,
      id: orderId,
      accountId,
      mode,
      status: 'processing',
      currency: 'EUR',
      chargeMinor: 0,
      chargeCurrency: 'EUR',
      rates: {},
      shippingAddress: { name: 'A', line1: 'B 1', postalCode: '10115', country: 'DE' },
      destinationCountry: 'DE',
      createdAt: at,
      updatedAt: at,
    })
    await orm.insert(sellerOrders).values({
      ...nothing,
      id: sellerOrderId,
      orderId,
      accountId,
      sellerId,
      mode,
      status: 'processing',
      currency: 'EUR',
      settlementCurrency: 'EUR',
      settlementGoodsMinor: 0,
      settlementShippingMinor: 0,
      sellerFeeMinor: 0,
      transactionFeeMinor: 0,
      shippingOption: {
        code: 'parcel',
        name: 'Parcel',
        carrier: 'Post',
        incoterm: 'DAP',
        isTracked: true,
      },
      placedAt: at,
      acceptBy: at,
      shipBy: at,
      deliveryP50At: at,
      deliverBy: at,
      firstShippedAt: day(past.handedOver),
      cancelledAt: day(past.cancelled),
      updatedAt: at,
    })
    if (past.handedOver === undefined) return
    const ids = { orderId, sellerOrderId, sellerId, accountId, mode } as const
    await orm.insert(shipments).values({ ...ids, id: shipmentId })
    await orm.insert(parcels).values({
      ...ids,
      id: newId(),
      shipmentId,
      position: 0,
      carrier: 'post',
      carrierName: 'Post',
      shipFrom: 'CN',
      shipTo: 'DE',
      stateSince: at,
      handedOverAt: day(past.handedOver),
      deliveredAt: day(past.delivered),
    })
  })
}

t.test('delivery estimates are made from live parts and parcels', async (t) => {
  const database = await testDatabase(t)
  const sellerId = await database.transaction(
    async (db) => (await ensureSeller(db, { name: 'One', currency: 'EUR' }, now)).id,
  )
  const add = (past: Past) => addPart(database, sellerId, past)
  await add({ placed: 20, handedOver: 19, delivered: 12 })
  await add({ placed: 20, handedOver: 18 })
  await add({ placed: 3 })
  await add({ placed: 20, cancelled: 19 })
  await add({ placed: 20, handedOver: 19, delivered: 18, mode: 'test' })

  t.equal(await refreshDeliveryEstimates(database, now), 1)
  t.equal(await refreshDeliveryEstimates(database, now), 0, 'fresh tables are left alone')
  const rows = await database.read(
    ({ sql }) => sql<{ kind: string; key: string; atRisk: number[]; done: number[] }[]>`
      select kind, key, at_risk as "atRisk", done from delivery_life_tables order by kind, key`,
  )
  t.same(
    rows.map(({ kind, key }) => `${kind} ${key}`),
    [
      'handling *',
      `handling ${sellerId}`,
      'transit Post/parcel >DE',
      'transit Post/parcel CN>DE',
      'transit Post/parcel CN>DE #10',
    ],
  )
  const [handling, , transit] = rows
  t.equal(handling!.done.length, 3, 'two were shipped, after one and two days; one waits')
  t.ok(handling!.atRisk[2]! > handling!.done[2]!)
  t.equal(transit!.done.filter((done) => done > 0).length, 1, 'one arrived')
  t.equal(
    transit!.done.findIndex((done) => done > 0),
    7,
  )
  t.ok(transit!.atRisk.length > 15, 'the other is still followed')
})
