import Type from 'typebox'
import { Currency, Timestamp } from '../core/schema.ts'

/** The inputs of every statement. */
export const periodInput = {
  currency: Currency,
  from: Type.Unsafe<string>({ ...Timestamp, description: 'Begin of the period, included.' }),
  to: Type.Unsafe<string>({ ...Timestamp, description: 'End of the period, not included.' }),
}
