/**
 * The function with what it made of the texts met lately, for texts that come often. Holds two
 * generations of up to half of `atMost` texts: what was asked for again outlives what was not.
 */
export function remember<T>(make: (text: string) => T, atMost = 10_000): (text: string) => T {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const kept = old.get(text)
    const value = kept === undefined ? make(text) : kept
    if (young.size >= atMost / 2) {
      old = young
      young = new Map()
    }
    young.set(text, value)
    return value
  }
}
