const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** The tags of `Accept-Language`, best first; at most ten, malformed ones skipped (RFC 9110 §12.5.4). */
export function languagesOf(header: string | undefined): string[] {
  if (header === undefined || header === '*') return []
  return header
    .split(',', 10)
    .map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const quality = parameters.find((piece) => piece.startsWith('q='))
      return { name, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
    })
    .filter(({ name, quality }) => tag.test(name) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ name }) => name)
}
