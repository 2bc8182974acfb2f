import { defineOperation } from '../core/operation.ts'
import { pageOf } from '../core/page.ts'
import { pageOfRules, rulesInput } from './page-of-rules.ts'
import { currentPolicies } from './policies.ts'
import { RestrictionRule } from './schema.ts'

export const listRestrictionRules = defineOperation({
  name: 'listRestrictionRules',
  tag: 'shipping',
  summary: 'List goods that destinations forbid',
  description:
    'The dated rules by which an order is refused with `destination_restricted`, by id. What single carriers refuse is in `acceptedRestrictions` of a shipping service.',
  http: 'GET /v1/restriction-rules',
  scope: 'products:read',
  input: rulesInput,
  output: pageOf(RestrictionRule),
  cost: 2,
  async handle({ db, now }, input) {
    const { restrictions } = await currentPolicies(db, now)
    return pageOfRules(restrictions, input, 'restriction-rules')
  },
})
