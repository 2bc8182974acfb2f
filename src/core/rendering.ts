const rendering = Symbol('rendering')

/** States how an output becomes JSON, where that takes less than making the output first. */
export function renderAs<T extends object>(output: T, json: () => string | Buffer): T {
  return Object.defineProperty(output, rendering, { value: json })
}

/** An output as JSON; a buffer holds UTF-8. */
export function jsonOf(output: unknown): string | Buffer {
  const { [rendering]: render } = (output ?? {}) as { [rendering]?: () => string | Buffer }
  return render === undefined ? JSON.stringify(output) : render()
}
