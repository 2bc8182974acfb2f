import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  pageInput,
  pageOf,
  toPage,
} from '../core/page.ts'
import { CalendarDate, Country } from '../core/schema.ts'
import { currentPolicies } from './policies.ts'
import { covers, isInForce } from './restrictions.ts'
import { DutyRule } from './schema.ts'

const scope = 'duty-rules'

export const listDutyRules = defineOperation({
  name: 'listDutyRules',
  tag: 'shipping',
  summary: 'List rules of duty and tax',
  description:
    'The dated rules that quotes are taxed by, each with its source, by id. Rules marked as estimates need an operator’s eye; none is legal advice.',
  http: 'GET /v1/duty-rules',
  scope: 'products:read',
  input: Type.Object(
    {
      destination: Type.Optional(Country),
      date: Type.Optional({ ...CalendarDate, description: 'Only rules in force on this day.' }),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(DutyRule),
  cost: 2,
  async handle({ db, now }, { destination, date, limit = defaultPageSize, cursor }) {
    const after = cursor === undefined ? '' : String(decodeCursor(scope, cursor, 1)[0])
    const { duties } = await currentPolicies(db, now)
    const rules = duties
      .filter((rule) => rule.id > after)
      .filter((rule) => destination === undefined || covers(rule.destinations, destination))
      .filter((rule) => date === undefined || isInForce(rule, date))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit + 1)
    return toPage(
      rules,
      limit,
      (rule) => rule,
      (rule) => encodeCursor(scope, [rule.id]),
    )
  },
})
