import { invalidField } from '../core/errors.ts'
import { List, Text } from '../core/schema.ts'
import { eventTypes } from './define.ts'

/** Event types a client names: exact ones, `order.*` for all of a noun, `*` for everything. */
export const EventPatterns = (description: string, minItems: number) =>
  List(
    Text({
      maxLength: 100,
      pattern: '^(\\*|[A-Za-z0-9]+(\\.[A-Za-z0-9]+)*(\\.\\*)?)$',
      examples: ['order.*'],
    }),
    { minItems, maxItems: 50, uniqueItems: true, description },
  )

/** Whether a type is one that the patterns name. */
export function matchesEvent(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type,
  )
}

/** Refuses patterns that no event fits, as mistyped ones do. */
export function checkPatterns(patterns: readonly string[], pointer: string): void {
  const known = eventTypes()
  for (const [index, pattern] of patterns.entries()) {
    if (known.some((type) => matchesEvent([pattern], type))) continue
    throw invalidField(
      `${pointer}/${index}`,
      'unknown_event_type',
      `No event is called ${pattern}. Known: ${known.join(', ')}.`,
    )
  }
}
