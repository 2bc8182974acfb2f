import { newId } from '../core/ids.ts'
import { defineOperation } from '../core/operation.ts'
import { expandCountries } from './country-groups.ts'
import { bumpVersion } from './queries.ts'
import { upsertDutyRule } from './queries-rules.ts'
import { DutyRule } from './schema.ts'
import { countryFaults, currencyFaults, refuseFaults } from './service-input.ts'

export const setDutyRule = defineOperation({
  name: 'setDutyRule',
  tag: 'shipping',
  summary: 'Set a rule of duty or tax',
  description:
    'Creates or replaces the rule of this id, also one that comes with the product. To end a rule set `validUntil`; quotes made before keep their price.',
  http: 'PUT /v1/duty-rules/{id}',
  scope: 'operator',
  input: DutyRule,
  output: DutyRule,
  cost: 5,
  async handle({ db, now }, rule) {
    refuseFaults([
      ...countryFaults(rule.destinations, '#/destinations'),
      ...countryFaults(rule.shipsFrom, '#/shipsFrom'),
      ...countryFaults(rule.shipsFromExcept, '#/shipsFromExcept'),
      ...currencyFaults(rule.currency, '#/currency'),
    ])
    const written = {
      ...rule,
      destinations: expandCountries(rule.destinations),
      shipsFrom: expandCountries(rule.shipsFrom),
      shipsFromExcept: expandCountries(rule.shipsFromExcept),
    }
    await upsertDutyRule(db, written, now)
    await bumpVersion(db, 'dutyRules', newId())
    return written
  },
})
