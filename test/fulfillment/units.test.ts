import fc from 'fast-check'
import t from 'tap'
import {
  type LineUnitsRow,
  type PackedLine,
  unitsToDeliver,
  unitsToShip,
  unpackedUnits,
} from '../../src/fulfillment/units.ts'

const anyCase = fc
  .record({
    quantity: fc.integer({ min: 1, max: 20 }),
    cancelled: fc.nat(20),
    parcels: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 8 }),
        isHandedOver: fc.boolean(),
        isDelivered: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ quantity, cancelled, parcels }) => ({
    line: {
      id: 'line',
      quantity,
      cancelledQuantity: Math.min(cancelled, quantity),
      shippedQuantity: 0,
      deliveredQuantity: 0,
    } satisfies LineUnitsRow,
    packed: parcels.map(
      (one): PackedLine => ({
        ...one,
        orderLineId: 'line',
        // What was delivered had been handed over.
        isHandedOver: one.isHandedOver || one.isDelivered,
      }),
    ),
  }))

const unitsOf = (units: { quantity: number }[]) => units[0]?.quantity ?? 0

t.test('counting again changes nothing, and no count exceeds what was ordered', async (t) => {
  fc.assert(
    fc.property(anyCase, ({ line, packed }) => {
      const shippedQuantity = unitsOf(unitsToShip([line], packed))
      const shipped = { ...line, shippedQuantity }
      const deliveredQuantity = unitsOf(unitsToDeliver([shipped], packed))
      const after = { ...shipped, deliveredQuantity }
      return (
        line.cancelledQuantity + shippedQuantity <= line.quantity &&
        deliveredQuantity <= shippedQuantity &&
        unitsToShip([after], packed).length === 0 &&
        unitsToDeliver([after], packed).length === 0
      )
    }),
  )
  t.pass('held for every case')
})

t.test('parcels that wait keep their units from being packed twice', async (t) => {
  const line = {
    id: 'line',
    quantity: 5,
    cancelledQuantity: 1,
    shippedQuantity: 1,
    deliveredQuantity: 0,
  }
  const parcel = (isHandedOver: boolean) => ({
    orderLineId: 'line',
    quantity: 2,
    isHandedOver,
    isDelivered: false,
  })
  t.equal(unpackedUnits(line, []), 3)
  t.equal(unpackedUnits(line, [parcel(false)]), 1)
  t.equal(unpackedUnits(line, [parcel(true)]), 3, 'what is handed over counts as shipped already')
})
