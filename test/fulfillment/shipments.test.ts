import t from 'tap'
import { jobs } from '../../src/contract/operations.ts'
import {
  openBuyer,
  openShipping,
  openShop,
  orderOf,
  place,
  type Shop,
  shelve,
} from '../orders/shop.ts'
import { type TestKey, testApp } from '../support/app.ts'

const app = await testApp(t)
await openShipping(app)
const shop = await openShop(app)
const buyer = await openBuyer(app)
const mug = await shelve(app, shop, { stock: 1000 })
const plate = await shelve(app, shop, { stock: 1000 })

interface Line {
  id: string
  quantity: number
}

async function order(quantities: readonly [number, number] = [2, 1]) {
  const body = orderOf([
    [mug, quantities[0]],
    [plate, quantities[1]],
  ])
  const placed = await place(app, buyer, body)
  if (placed.status !== 201) throw new Error(JSON.stringify(placed.body))
  const [part] = placed.body.sellerOrders
  return { id: placed.body.id as string, partId: part.id as string, lines: part.lines as Line[] }
}

const ship = (partId: string, parcels: object[], key: TestKey = shop.key, headers = {}) =>
  app.request('POST', `/v1/seller-orders/${partId}/shipments`, {
    key: key.key,
    body: { parcels },
    headers,
  })

const report = (parcelId: string, events: object[], key: TestKey = shop.key) =>
  app.request('POST', `/v1/parcels/${parcelId}/events`, { key: key.key, body: { events } })

const track = async (id: string) =>
  (await app.request('GET', `/v1/orders/${id}/tracking`, { key: buyer.key })).body

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

t.test('everything that is left goes into a parcel without lines', async (t) => {
  const { id, partId, lines } = await order()
  const made = await ship(partId, [{ trackingNumber: '1Z5R 8939 0357 5671 27' }])
  t.equal(made.status, 201, JSON.stringify(made.body))
  const [parcel] = made.body.parcels
  t.match(parcel, {
    carrier: 'ups',
    trackingNumber: '1Z5R89390357567127',
    state: 'accepted',
    sequence: 1,
    shipTo: 'DE',
  })
  t.match(parcel.trackingNumbers, [{ url: /1Z5R89390357567127/ }])
  t.same(parcel.lines.map((line: { quantity: number }) => line.quantity).sort(), [1, 2])
  t.equal(lines.length, 2)
  const tracked = await track(id)
  t.match(tracked, { status: 'shipped', sellerOrders: [{ status: 'shipped', isLate: false }] })
})

t.test('an order ships in parts, and its headline follows the units', async (t) => {
  const { id, partId, lines } = await order([3, 1])
  const two = { orderLineId: lines[0]!.id, quantity: 2 }
  const first = await ship(partId, [{ carrier: 'DHL', lines: [two] }])
  t.equal(first.status, 201)
  t.equal((await track(id)).status, 'partiallyShipped')
  const tooMany = await ship(partId, [{ carrier: 'DHL', lines: [two] }])
  t.match(tooMany, { status: 400, body: { errors: [{ pointer: '#/parcels/0/lines/0/quantity' }] } })
  const rest = await ship(partId, [{ carrier: 'DHL' }])
  t.equal((await track(id)).status, 'shipped')
  const empty = await ship(partId, [{ carrier: 'DHL' }])
  t.match(empty.body.errors, [{ pointer: '#/parcels/0/lines', code: 'nothing_left' }])
  const delivered = [{ state: 'delivered', occurredAt: minutesAgo(1) }]
  await report(first.body.parcels[0].id, delivered)
  t.match(await track(id), { status: 'shipped', shipments: [{}, {}] })
  await report(rest.body.parcels[0].id, delivered)
  t.equal((await track(id)).status, 'delivered')
})

t.test('a label alone sends nothing; the first scan does', async (t) => {
  const { id, partId } = await order()
  const made = await ship(partId, [{ trackingNumber: 'RB123456785GB', isHandedOver: false }])
  const [parcel] = made.body.parcels
  t.match(parcel, { state: 'labelCreated', carrier: 'royal-mail', handedOverAt: null })
  t.equal((await track(id)).status, 'processing')
  const again = await ship(partId, [{ carrier: 'dhl' }])
  t.equal(again.body.errors?.[0].code, 'nothing_left', 'the units wait in the first parcel')
  const scanned = await report(parcel.id, [{ code: 'EMC', occurredAt: minutesAgo(0) }])
  t.match(scanned.body, { state: 'inTransit', sequence: 2 })
  t.match(scanned.body.events[0], { rawCode: 'EMC', source: 'seller' })
  t.equal((await track(id)).status, 'shipped')
})

t.test('late, repeated and reordered events never take an order back', async (t) => {
  const { id, partId } = await order()
  const [parcel] = (await ship(partId, [{ carrier: 'UPS', handedOverAt: minutesAgo(90) }])).body
    .parcels
  const delivered = { code: 'D', occurredAt: minutesAgo(10), eventId: 'e-4' }
  const transit = { code: 'I', occurredAt: minutesAgo(60), eventId: 'e-2', place: 'Köln' }
  await report(parcel.id, [delivered])
  await report(parcel.id, [transit])
  const repeated = await report(parcel.id, [transit, delivered])
  t.match(repeated.body, { state: 'delivered', sequence: 3 })
  t.equal(repeated.body.deliveredAt, delivered.occurredAt)
  const late = await report(parcel.id, [{ state: 'lost', occurredAt: minutesAgo(1) }])
  t.equal(late.body.state, 'delivered')
  t.equal((await track(id)).status, 'delivered')
  t.same(
    repeated.body.events.map((event: { rawCode: string | null }) => event.rawCode),
    ['D', 'I', null],
  )
})

t.test('the clock at the place is kept beside the time', async (t) => {
  const { partId } = await order()
  const [parcel] = (await ship(partId, [{ carrier: 'UPS' }])).body.parcels
  const moment = new Date(Date.now() - 3_600_000)
  const local = new Date(moment.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
  const { body } = await report(parcel.id, [{ code: 'I', occurredAt: local }])
  t.match(
    body.events.find((one: { rawCode: string }) => one.rawCode === 'I'),
    {
      occurredAt: moment.toISOString(),
      utcOffsetMinutes: 480,
    },
  )
})

t.test('events that cannot be are refused with their field, and nothing is kept', async (t) => {
  const { partId } = await order()
  const [parcel] = (await ship(partId, [{ carrier: 'UPS' }])).body.parcels
  const good = { code: 'I', occurredAt: minutesAgo(5) }
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString()
  for (const [event, field, code] of [
    [{ occurredAt: minutesAgo(5) }, 'state', 'required'],
    [{ code: 'WHAT', occurredAt: minutesAgo(5) }, 'code', 'unknown_code'],
    [{ code: 'D', occurredAt: tomorrow }, 'occurredAt', 'in_the_future'],
    [{ code: 'D', occurredAt: '2001-01-01T00:00:00Z' }, 'occurredAt', 'too_old'],
    [{ code: 'D', occurredAt: 'yesterday' }, 'occurredAt', 'wrong_format'],
  ] as const) {
    const refused = await report(parcel.id, [good, event])
    t.match(refused, { status: 400, body: { errors: [{ pointer: `#/events/1/${field}`, code }] } })
  }
  const { body } = await app.request('GET', `/v1/parcels/${parcel.id}`, { key: buyer.key })
  t.equal(body.sequence, 1)
})

t.test('a carrier reports by number, each event judged on its own', async (t) => {
  const operator = await app.newKey({
    kind: 'operator',
    scopes: ['operator', 'fulfillment:write', 'fulfillment:read'],
  })
  const { id, partId } = await order()
  const number = 'LX123456785CN'
  const [parcel] = (await ship(partId, [{ trackingNumber: number }])).body.parcels
  const occurredAt = minutesAgo(3)
  const events = [
    { trackingNumber: number, code: 'EDG', occurredAt },
    { trackingNumber: 'lx 123456785 cn', code: 'EDG', occurredAt },
    { trackingNumber: 'NOBODY1', code: 'EMI', occurredAt },
    { trackingNumber: number, code: 'ZZZ', occurredAt },
  ]
  const answer = await app.request('POST', '/v1/tracking-events', {
    key: operator.key,
    body: { events },
  })
  t.match(answer, { status: 200 })
  t.match(answer.body.results, [
    { index: 0, outcome: 'recorded', parcelId: parcel.id, state: 'outForDelivery' },
    { index: 1, outcome: 'repeated', parcelId: parcel.id },
    { index: 2, outcome: 'rejected', parcelId: null, code: 'not_found' },
    { index: 3, outcome: 'rejected', code: 'unknown_code' },
  ])
  const other = await openShop(app)
  const strange = await app.request('POST', '/v1/tracking-events', {
    key: other.key.key,
    body: { events: [{ trackingNumber: number, code: 'EMI', occurredAt: minutesAgo(1) }] },
  })
  t.match(strange.body.results, [{ outcome: 'rejected', code: 'not_found' }])
  t.equal((await track(id)).status, 'shipped')
})

t.test('a last-mile carrier adds its number and the first keeps finding the parcel', async (t) => {
  const { partId } = await order()
  const first = 'RB123456785GB'
  const [parcel] = (await ship(partId, [{ trackingNumber: first }])).body.parcels
  const url = `/v1/parcels/${parcel.id}/tracking-numbers`
  const added = await app.request('POST', url, {
    key: shop.key.key,
    body: { trackingNumber: '9400 1112 0255 5842 3326 69' },
  })
  t.match(added, {
    status: 201,
    body: { carrier: 'usps', trackingNumber: '9400111202555842332669' },
  })
  const unknown = await app.request('POST', url, {
    key: shop.key.key,
    body: { trackingNumber: 'ABCD-1234' },
  })
  t.match(unknown.body.errors, [{ pointer: '#/carrier', code: 'required' }])
  const found = await app.request('GET', '/v1/parcels?trackingNumber=9400111202555842332669', {
    key: buyer.key,
  })
  t.equal(found.body.data[0].id, parcel.id)
  const byFirst = await app.request('GET', `/v1/parcels?trackingNumber=${first}&limit=1`, {
    key: buyer.key,
  })
  t.equal(byFirst.body.data[0].trackingNumbers.length, 2)
})

t.test('parcels are seen by their buyer and seller, and moved by their seller', async (t) => {
  const { partId } = await order()
  const [parcel] = (await ship(partId, [{ carrier: 'UPS' }])).body.parcels
  const stranger = await openBuyer(app)
  const other: Shop = await openShop(app)
  const url = `/v1/parcels/${parcel.id}`
  t.equal((await app.request('GET', url, { key: buyer.key })).status, 200)
  t.equal((await app.request('GET', url, { key: shop.key.key })).status, 200)
  t.equal((await app.request('GET', url, { key: stranger.key })).status, 404)
  t.equal((await app.request('GET', url, { key: other.key.key })).status, 404)
  const event = [{ code: 'D', occurredAt: minutesAgo(1) }]
  t.equal((await report(parcel.id, event, buyer)).status, 404)
  t.equal((await report(parcel.id, event, other.key)).status, 404)
  t.equal((await ship(partId, [{ carrier: 'UPS' }], other.key)).status, 404)
  const mine = await app.request('GET', '/v1/parcels', { key: other.key.key })
  t.same(mine.body.data, [])
})

t.test('a repeated request makes one shipment', async (t) => {
  const { partId, lines } = await order()
  const parcel = { carrier: 'UPS', lines: [{ orderLineId: lines[0]!.id, quantity: 1 }] }
  const headers = { 'idempotency-key': `ship-${partId}` }
  const first = await ship(partId, [parcel], shop.key, headers)
  const second = await ship(partId, [parcel], shop.key, headers)
  t.same(second.body, first.body)
  t.equal(second.headers['idempotent-replayed'], 'true')
})

t.test('parcels page newest first without gaps', async (t) => {
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { body: { data: { id: string }[]; nextCursor: string | null } } = await app.request(
      'GET',
      `/v1/parcels?limit=3${cursor ? `&cursor=${cursor}` : ''}`,
      {
        key: buyer.key,
      },
    )
    seen.push(...page.body.data.map((one) => one.id))
    cursor = page.body.nextCursor
  }
  t.ok(seen.length > 6)
  t.same(seen, [...new Set(seen)].sort().reverse())
})

t.test('hand-overs and deliveries enter the seller’s record once', async (t) => {
  const own = await openShop(app)
  const cup = await shelve(app, own)
  const placed = await place(app, buyer, orderOf([cup]))
  const [part] = placed.body.sellerOrders
  const [parcel] = (await ship(part.id, [{ carrier: 'UPS' }], own.key)).body.parcels
  const event = [{ code: 'D', occurredAt: minutesAgo(0) }]
  await report(parcel.id, event, own.key)
  await report(parcel.id, event, own.key)
  const { body } = await app.request('GET', `/v1/sellers/${own.wireId}/outcomes`, {
    key: buyer.key,
  })
  t.same(
    body.data.map((one: { kind: string; isProblem: boolean }) => [one.kind, one.isProblem]).sort(),
    [
      ['cancellation', false],
      ['delivery', false],
      ['handover', false],
    ],
  )
  t.ok(body.data.every((one: { orderId: string }) => one.orderId === placed.body.id))
})

t.test('a missed ship-by counts when it passes, and silence ends in expiry', async (t) => {
  const own = await openShop(app)
  const cup = await shelve(app, own)
  const placed = await place(app, buyer, orderOf([cup]))
  const [part] = placed.body.sellerOrders
  const overdue = jobs.find((job) => job.name === 'overdue hand-overs')!
  const after = new Date(Date.parse(part.promise.shipBy) + 1000)
  while ((await overdue.run(app.database, after)) > 0);
  const { body } = await app.request('GET', `/v1/sellers/${own.wireId}/outcomes`, {
    key: buyer.key,
  })
  t.match(body.data, [
    { kind: 'handover', isProblem: true, reason: 'shipByPassed', knownAt: part.promise.shipBy },
  ])
  const [parcel] = (await ship(part.id, [{ carrier: 'UPS' }], own.key)).body.parcels
  const silence = jobs.find((job) => job.name === 'parcels without news')!
  const later = new Date(Date.now() + 31 * 86_400_000)
  while ((await silence.run(app.database, later)) > 0);
  const expired = await app.request('GET', `/v1/parcels/${parcel.id}`, { key: buyer.key })
  t.match(expired.body, { state: 'expired', events: [{ source: 'platform' }, {}] })
  const found = await report(parcel.id, [{ code: 'D', occurredAt: minutesAgo(0) }], own.key)
  t.equal(found.body.state, 'delivered', 'it turned up after all')
})

t.test('orders bring their shipments over GraphQL', async (t) => {
  const { id, partId } = await order()
  await ship(partId, [{ carrier: 'UPS', trackingNumber: '1Z5R89390357567127' }])
  const { body } = await app.graphql(
    `{ getOrder(id: "${id}") { shipments { seller { name } parcels { trackingNumber state events { state } } } } }`,
    { key: buyer.key },
  )
  t.match(body.data?.getOrder, {
    shipments: [
      { parcels: [{ trackingNumber: '1Z5R89390357567127', state: 'ACCEPTED', events: [{}] }] },
    ],
  })
})
