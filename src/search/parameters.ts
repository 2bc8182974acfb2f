/** Collects the parameters of a statement while its text is written. */
export class Parameters {
  readonly values: unknown[] = []

  /** Adds a value and answers its placeholder with a cast: `$3::int`. */
  add(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }
}
