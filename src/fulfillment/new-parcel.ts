import Type from 'typebox'
import { invalidField } from '../core/errors.ts'
import { ids } from '../core/ids.ts'
import { Id, Text } from '../core/schema.ts'
import { carrierOfNumber, normaliseTrackingNumber } from './carriers/detect.ts'
import { carrierNamed } from './carriers/registry.ts'
import type { ParcelPlan } from './dispatch.ts'
import { type LineUnitsRow, type PackedLine, unpackedUnits } from './units.ts'

const millimetres = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 }))

export const NewParcel = Type.Object(
  {
    carrier: Type.Optional(
      Text({
        minLength: 1,
        maxLength: 80,
        description: 'Code or name of the carrier; told from the tracking number where left out.',
      }),
    ),
    trackingNumber: Type.Optional(Text({ minLength: 4, maxLength: 60 })),
    service: Type.Optional(Text({ maxLength: 80 })),
    lines: Type.Optional(
      Type.Array(
        Type.Object(
          { orderLineId: Id('orderLine'), quantity: Type.Integer({ minimum: 1, maximum: 10_000 }) },
          { $id: 'NewParcelLine', additionalProperties: false },
        ),
        {
          minItems: 1,
          maxItems: 100,
          description: 'What is in it; everything that is left where absent.',
        },
      ),
    ),
    weightGrams: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    lengthMm: millimetres,
    widthMm: millimetres,
    heightMm: millimetres,
    isHandedOver: Type.Optional(
      Type.Boolean({
        default: true,
        description:
          'False while there is only a label: the units count as sent at the carrier’s first scan.',
      }),
    ),
    handedOverAt: Type.Optional(
      Type.String({ format: 'date-time', maxLength: 35, description: 'Now where left out.' }),
    ),
  },
  { $id: 'NewParcel', additionalProperties: false, description: 'A box to send.' },
)
export type NewParcel = Type.Static<typeof NewParcel>

/** What a request wants packed and sent; throws `invalid_request` with a pointer for what cannot be. */
export function plansOf(
  parcels: readonly NewParcel[],
  lines: readonly LineUnitsRow[],
  packed: readonly PackedLine[],
  now: Date,
): ParcelPlan[] {
  const left = new Map(lines.map((line) => [line.id, unpackedUnits(line, packed)]))
  return parcels.map((parcel, index) => {
    const at = `#/parcels/${index}`
    return {
      ...carriageOf(parcel, at),
      service: parcel.service ?? null,
      lines: takeUnits(parcel, left, at),
      weightGrams: parcel.weightGrams ?? null,
      lengthMm: parcel.lengthMm ?? null,
      widthMm: parcel.widthMm ?? null,
      heightMm: parcel.heightMm ?? null,
      handedOverAt: handedOverAtOf(parcel, at, now),
    }
  })
}

function carriageOf({ carrier, trackingNumber }: NewParcel, at: string) {
  const number = trackingNumber === undefined ? null : normaliseTrackingNumber(trackingNumber)
  if (number !== null && number.length < 4) {
    throw invalidField(`${at}/trackingNumber`, 'wrong_format', 'Use its letters and digits.')
  }
  const known = carrier === undefined ? number && carrierOfNumber(number) : carrierNamed(carrier)
  if (!known) {
    const message = 'The tracking number does not tell its carrier: name the carrier.'
    throw invalidField(`${at}/carrier`, 'required', message)
  }
  return { carrier: known, number }
}

function takeUnits(parcel: NewParcel, left: Map<string, number>, at: string) {
  if (parcel.lines === undefined) {
    const rest = [...left].filter(([, quantity]) => quantity > 0)
    if (rest.length === 0) {
      throw invalidField(`${at}/lines`, 'nothing_left', 'Nothing of this order is left to send.')
    }
    for (const [lineId] of rest) left.set(lineId, 0)
    return rest.map(([lineId, quantity]) => ({ lineId, quantity }))
  }
  const units = new Map<string, number>()
  for (const [i, { orderLineId, quantity }] of parcel.lines.entries()) {
    const lineId = ids.orderLine.decode(orderLineId)
    const open = left.get(lineId)
    const pointer = `${at}/lines/${i}`
    if (open === undefined) {
      throw invalidField(`${pointer}/orderLineId`, 'unknown', 'This part has no such line.')
    }
    if (quantity > open) {
      const message = `Only ${Math.max(open, 0)} of this line are left to send.`
      throw invalidField(`${pointer}/quantity`, 'too_large', message)
    }
    left.set(lineId, open - quantity)
    units.set(lineId, (units.get(lineId) ?? 0) + quantity)
  }
  return [...units].map(([lineId, quantity]) => ({ lineId, quantity }))
}

function handedOverAtOf(parcel: NewParcel, at: string, now: Date): Date | null {
  if (parcel.isHandedOver === false) return null
  if (parcel.handedOverAt === undefined) return now
  const handedOverAt = new Date(parcel.handedOverAt)
  if (handedOverAt > now) {
    throw invalidField(`${at}/handedOverAt`, 'in_the_future', 'It must not lie in the future.')
  }
  return handedOverAt
}
