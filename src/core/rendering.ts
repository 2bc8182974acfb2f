const rendering = Symbol('rendering')

/** States how an output becomes JSON, where that takes less than making the output first. */
export function renderAs<T extends object>(output: T, json: () => string): T {
  return Object.defineProperty(output, rendering, { value: json })
}

/** An output as JSON. */
export function jsonOf(output: unknown): string {
  const { [rendering]: render } = (output ?? {}) as { [rendering]?: () => string }
  return render === undefined ? JSON.stringify(output) : render()
}
