/** Units of an order line, as far as parcels care. */
export interface LineUnitsRow {
  readonly id: string
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly shippedQuantity: number
  readonly deliveredQuantity: number
}

export interface PackedLine {
  readonly orderLineId: string
  readonly quantity: number
  readonly isHandedOver: boolean
  readonly isDelivered: boolean
}

export interface Units {
  readonly lineId: string
  readonly quantity: number
}

/** Units of each line that parcels show as handed over and the order does not count yet. */
export function unitsToShip(
  lines: readonly LineUnitsRow[],
  packed: readonly PackedLine[],
): Units[] {
  return differences(lines, (line) => {
    const handedOver = sum(packed, line.id, (one) => one.isHandedOver)
    const open = line.quantity - line.cancelledQuantity - line.shippedQuantity
    return Math.min(open, handedOver - line.shippedQuantity)
  })
}

/** Units of each line that parcels show as delivered and the order does not count yet. */
export function unitsToDeliver(
  lines: readonly LineUnitsRow[],
  packed: readonly PackedLine[],
): Units[] {
  return differences(lines, (line) => {
    const delivered = sum(packed, line.id, (one) => one.isDelivered)
    return Math.min(line.shippedQuantity, delivered) - line.deliveredQuantity
  })
}

/** Units of a line that are neither cancelled, sent nor packed into a parcel that waits. */
export function unpackedUnits(line: LineUnitsRow, packed: readonly PackedLine[]): number {
  const waiting = sum(packed, line.id, (one) => !one.isHandedOver)
  return line.quantity - line.cancelledQuantity - line.shippedQuantity - waiting
}

function sum(
  packed: readonly PackedLine[],
  lineId: string,
  counts: (line: PackedLine) => boolean,
): number {
  return packed
    .filter((one) => one.orderLineId === lineId && counts(one))
    .reduce((total, one) => total + one.quantity, 0)
}

function differences(
  lines: readonly LineUnitsRow[],
  unitsOf: (line: LineUnitsRow) => number,
): Units[] {
  return lines
    .map((line) => ({ lineId: line.id, quantity: unitsOf(line) }))
    .filter(({ quantity }) => quantity > 0)
}
