import Type from 'typebox'
import {
  decodeCursor,
  defaultPageSize,
  encodeCursor,
  type Page,
  pageInput,
  toPage,
} from '../core/page.ts'
import { CalendarDate, Country } from '../core/schema.ts'
import { covers, isInForce } from './restrictions.ts'

/** What lists of dated rules take. */
export const rulesInput = Type.Object(
  {
    destination: Type.Optional(Country),
    date: Type.Optional({ ...CalendarDate, description: 'Only rules in force on this day.' }),
    ...pageInput,
  },
  { additionalProperties: false },
)

type DatedRule = { id: string } & Parameters<typeof isInForce>[0] & {
    destinations: Parameters<typeof covers>[0]
  }

/** A page of dated rules by id; `scope` ties its cursors to one list. */
export function pageOfRules<Rule extends DatedRule>(
  all: readonly Rule[],
  { destination, date, limit = defaultPageSize, cursor }: Type.Static<typeof rulesInput>,
  scope: string,
): Page<Rule> {
  const after = cursor === undefined ? '' : String(decodeCursor(scope, cursor, 1)[0])
  const rules = all
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
}
