import Type from 'typebox'
import { Timestamp } from '../core/schema.ts'
import type { SandboxRow } from './queries.ts'

export const Sandbox = Type.Object(
  {
    now: Type.String({ format: 'date-time', description: 'What time it is for your test keys.' }),
    aheadSeconds: Type.Integer({ minimum: 0, description: 'How far that is ahead of real time.' }),
    stepSeconds: Type.Number({ description: 'Time between two steps of a test order.' }),
    areSellersSimulated: Type.Boolean({
      description: 'Whether sellers accept and ship test orders by themselves.',
    }),
    areCarriersSimulated: Type.Boolean({
      description: 'Whether parcels travel by themselves once handed over.',
    }),
    openedAt: Timestamp,
  },
  {
    $id: 'Sandbox',
    additionalProperties: false,
    description: 'The world behind your account’s test keys.',
  },
)

/** A sandbox as of its own time. */
export function sandboxOf(row: SandboxRow, now: Date): Type.Static<typeof Sandbox> {
  return {
    now: now.toISOString(),
    aheadSeconds: Math.floor(row.offset_ms / 1000),
    stepSeconds: row.step_ms / 1000,
    areSellersSimulated: row.are_sellers_simulated,
    areCarriersSimulated: row.are_carriers_simulated,
    openedAt: row.created_at.toISOString(),
  }
}
