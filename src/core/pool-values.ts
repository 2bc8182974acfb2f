import type postgres from 'postgres'

/**
 * How values travel. drizzle's own driver would switch dates and JSON to plain text on the shared
 * client; these types suit both faces instead, so that raw SQL and the query builder agree.
 */
export const valueTypes = {
  bigint: { to: 20, from: [20], serialize: String, parse: safeInteger },
  date: { to: 1184, from: [1184], serialize: isoMoment, parse: (text: string) => new Date(text) },
  timestamp: {
    to: 1114,
    from: [1114],
    serialize: isoMoment,
    parse: (text: string) => new Date(`${text}Z`),
  },
  day: { to: 1082, from: [1082], serialize: isoDay, parse: (text: string) => text },
  json: { to: 114, from: [114, 3802], serialize: jsonText, parse: JSON.parse },
} satisfies Record<string, postgres.PostgresType>

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`bigint ${text} is beyond JavaScript's safe integers: cast it to text`)
  }
  return value
}

function isoMoment(value: Date | string | number): string {
  return typeof value === 'string' ? value : new Date(value).toISOString()
}

function isoDay(value: Date | string): string {
  return typeof value === 'string' ? value : value.toISOString().slice(0, 10)
}

// drizzle hands over JSON that is text already; `sql.json` is made to do the same.
function jsonText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
