import type { ParcelState } from '../fulfillment/index.ts'

/** One thing a simulated seller or carrier does. */
export type SandboxStep =
  | { type: 'accept' }
  | { type: 'ship' }
  | {
      type: 'event'
      state: ParcelState
      rawCode: string
      place: string | null
      country: string | null
      description: string
    }

export interface TimedStep {
  readonly step: SandboxStep
  readonly dueAt: Date
}

export interface Journey {
  readonly start: Date
  readonly stepMs: number
  /** ISO 3166-1 alpha-2; null where not known. */
  readonly shipFrom: string | null
  readonly shipTo: string | null
  /** Where the addressee lives. */
  readonly city: string | null
}

/** What a simulated seller does with a part of an order: takes it on unless it has, and sends it. */
export function sellerScript(isAccepted: boolean, start: Date, stepMs: number): TimedStep[] {
  const steps: SandboxStep[] = isAccepted
    ? [{ type: 'ship' }]
    : [{ type: 'accept' }, { type: 'ship' }]
  return timed(steps, start, stepMs)
}

/** What a simulated carrier reports of a parcel that was handed over to it. */
export function carrierScript({ start, stepMs, shipFrom, shipTo, city }: Journey): TimedStep[] {
  const crosses = shipFrom !== null && shipTo !== null && shipFrom !== shipTo
  const report = (
    state: ParcelState,
    rawCode: string,
    country: string | null,
    place: string | null,
    description: string,
  ): SandboxStep => ({ type: 'event', state, rawCode, place, country, description })
  const steps = [
    report('inTransit', 'SBX-20', shipFrom, 'Sorting centre', 'Left the sorting centre'),
    ...(crosses
      ? [report('customs', 'SBX-30', shipTo, 'Customs office', 'Handed to customs')]
      : []),
    report('outForDelivery', 'SBX-40', shipTo, city, 'Out for delivery'),
    report('delivered', 'SBX-50', shipTo, city, 'Delivered to the addressee'),
  ]
  return timed(steps, start, stepMs)
}

function timed(steps: readonly SandboxStep[], start: Date, stepMs: number): TimedStep[] {
  return steps.map((step, i) => ({ step, dueAt: new Date(start.getTime() + (i + 1) * stepMs) }))
}
