/** The function with what it made of the texts met before, for texts that are few and come often. */
export function remember<T>(make: (text: string) => T, atMost = 10_000): (text: string) => T {
  const made = new Map<string, T>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    if (made.size >= atMost) made.clear()
    const value = make(text)
    made.set(text, value)
    return value
  }
}
