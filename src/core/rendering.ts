const renderings = new WeakMap<object, () => string>()

/** States how an output becomes JSON, where that takes less than making the output first. */
export function renderAs<T extends object>(output: T, json: () => string): T {
  renderings.set(output, json)
  return output
}

/** An output as JSON. */
export function jsonOf(output: unknown): string {
  const render = typeof output === 'object' && output !== null ? renderings.get(output) : undefined
  return render === undefined ? JSON.stringify(output) : render()
}
