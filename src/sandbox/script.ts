import type { ParcelState } from '../fulfillment/parcel-state.ts'

/** One thing a simulated seller or carrier does, at its time. */
export type SandboxStep =
  | { type: 'accept' }
  | { type: 'ship' }
  | { type: 'event'; state: ParcelState; rawCode: string; place: string; description: string }
