import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { expandCountries } from './country-groups.ts'
import { bumpVersion } from './queries.ts'
import { upsertRestrictionRule } from './queries-rules.ts'
import { RestrictionRule } from './schema.ts'
import { countryFaults, refuseFaults } from './service-input.ts'

export const setRestrictionRule = defineOperation({
  name: 'setRestrictionRule',
  tag: 'shipping',
  summary: 'Forbid goods to destinations',
  description:
    'Creates or replaces the rule of this id, also one that comes with the product. To end a rule set `validUntil`.',
  http: 'PUT /v1/restriction-rules/{id}',
  scope: 'operator',
  input: RestrictionRule,
  output: RestrictionRule,
  cost: 5,
  async handle({ db, now }, rule) {
    refuseFaults(countryFaults(rule.destinations, '#/destinations'))
    const written = { ...rule, destinations: expandCountries(rule.destinations) }
    await upsertRestrictionRule(db, written, now)
    await bumpVersion(db, 'restrictionRules', newId())
    return written
  },
})
