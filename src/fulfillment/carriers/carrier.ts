import type { ParcelState } from '../parcel-state.ts'

/** A carrier as the platform knows it: how to name it, link to it and read its status codes. */
export interface Carrier {
  /** Stable and lower case: `ups`, `china-post`. */
  readonly code: string
  readonly name: string
  /** Where a person follows a parcel; `{number}` stands for the tracking number. */
  readonly trackingUrl?: string
  /** The carrier's own status codes; anything else is looked up among the common ones. */
  readonly codes?: Readonly<Record<string, ParcelState>>
}
