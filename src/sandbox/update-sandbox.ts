import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { requireTestKey } from './access.ts'
import { openSandbox } from './open-sandbox.ts'
import { type SandboxChanges, updateSandboxRow } from './queries.ts'
import { Sandbox, sandboxOf } from './schema.ts'

export const updateSandbox = defineOperation({
  name: 'updateSandbox',
  tag: 'sandbox',
  summary: 'Open or set up your sandbox',
  description:
    'Opens the sandbox with a wallet of play money (it also opens by itself within seconds of the first test key) and sets how it behaves. A test order is accepted, shipped and delivered one step after another; make `stepSeconds` large to go by the clock alone, or play the sellers or carriers yourself.',
  http: 'PATCH /v1/sandbox',
  scope: 'sandbox:write',
  input: Type.Object(
    {
      stepSeconds: Type.Optional(Type.Number({ minimum: 0.1, maximum: 2_000_000 })),
      areSellersSimulated: Type.Optional(Type.Boolean()),
      areCarriersSimulated: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  ),
  output: Sandbox,
  errors: ['forbidden'],
  async handle({ db, caller, now }, { stepSeconds, ...roles }) {
    requireTestKey(caller)
    await openSandbox(db, caller.accountId, now)
    const changes: SandboxChanges = {}
    if (stepSeconds !== undefined) changes.step_ms = Math.round(stepSeconds * 1000)
    if (roles.areSellersSimulated !== undefined) {
      changes.are_sellers_simulated = roles.areSellersSimulated
    }
    if (roles.areCarriersSimulated !== undefined) {
      changes.are_carriers_simulated = roles.areCarriersSimulated
    }
    return sandboxOf(await updateSandboxRow(db, caller.accountId, changes), now)
  },
})
