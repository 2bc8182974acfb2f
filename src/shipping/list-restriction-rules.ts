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
import { RestrictionRule } from './schema.ts'

const scope = 'restriction-rules'

export const listRestrictionRules = defineOperation({
  name: 'listRestrictionRules',
  tag: 'shipping',
  summary: 'List goods that destinations forbid',
  description:
    'The dated rules by which an order is refused with `destination_restricted`, by id. What single carriers refuse is in `acceptedRestrictions` of a shipping service.',
  http: 'GET /v1/restriction-rules',
  scope: 'products:read',
  input: Type.Object(
    {
      destination: Type.Optional(Country),
      date: Type.Optional({ ...CalendarDate, description: 'Only rules in force on this day.' }),
      ...pageInput,
    },
    { additionalProperties: false },
  ),
  output: pageOf(RestrictionRule),
  cost: 2,
  async handle({ db, now }, { destination, date, limit = defaultPageSize, cursor }) {
    const after = cursor === undefined ? '' : String(decodeCursor(scope, cursor, 1)[0])
    const { restrictions } = await currentPolicies(db, now)
    const rules = restrictions
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
