import { defineOperation } from '../core/operation.ts'
import { pageOf } from '../core/page.ts'
import { pageOfRules, rulesInput } from './page-of-rules.ts'
import { currentPolicies } from './policies.ts'
import { DutyRule } from './schema.ts'

export const listDutyRules = defineOperation({
  name: 'listDutyRules',
  tag: 'shipping',
  summary: 'List rules of duty and tax',
  description:
    'The dated rules that quotes are taxed by, each with its source, by id. Rules marked as estimates need an operator’s eye; none is legal advice.',
  http: 'GET /v1/duty-rules',
  scope: 'products:read',
  input: rulesInput,
  output: pageOf(DutyRule),
  cost: 2,
  async handle({ db, now }, input) {
    const { duties } = await currentPolicies(db, now)
    return pageOfRules(duties, input, 'duty-rules')
  },
})
