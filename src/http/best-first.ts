/** What a header such as `Accept` names, best first; at most ten, refused ones left out (RFC 9110 §12.4.2). */
export function bestFirst(header: string | undefined): string[] {
  if (header === undefined) return []
  return header
    .split(',', 10)
    .map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const quality = parameters.find((piece) => piece.startsWith('q='))
      return { name, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 }
    })
    .filter(({ name, quality }) => name !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ name }) => name)
}
