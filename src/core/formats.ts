import Format from 'typebox/format'

/** What years 1 to 9999 of UTC hold: beyond them ISO 8601 needs a sign, and PostgreSQL an era. */
const first = Date.parse('0001-01-01T00:00:00.000Z')
const last = Date.parse('9999-12-31T23:59:59.999Z')

/** Leap seconds and time zones in brackets are RFC 3339 and 9557 too, but no `Date` stands for them. */
export function isMoment(text: string): boolean {
  const time = Date.parse(text)
  return time >= first && time <= last && Format.IsDateTime(text)
}

export function isCalendarDate(text: string): boolean {
  return Format.IsDate(text) && !text.startsWith('0000')
}

/** Narrows the formats of dates and times to what can be stored and answered. */
export function narrowFormats(): void {
  Format.Set('date-time', isMoment)
  Format.Set('date', isCalendarDate)
}
