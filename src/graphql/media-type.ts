/** GraphQL over HTTP: the newer type carries true statuses, the older says 200 to whatever was well formed. */
export type MediaType = 'application/graphql-response+json' | 'application/json'

/** The media type to answer with, or undefined where the client accepts neither. */
export function mediaTypeOf(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept.trim() === '') return 'application/json'
  const accepted = accept
    .split(',')
    .map((part) => part.split(';')[0]!.trim().toLowerCase())
    .slice(0, 20)
  for (const type of accepted) {
    if (type === 'application/graphql-response+json') return type
    if (type === 'application/json' || type === 'application/*' || type === '*/*') {
      return 'application/json'
    }
  }
  return undefined
}
