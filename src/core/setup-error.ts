/** Nothing can start before the operator has mended something; the message says what, and how. */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
