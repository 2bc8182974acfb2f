import { fold } from './analysis/fold.ts'

/** The form in which two spellings of a brand are one. */
export const brandKeyOf = (brand: string): string => fold(brand).replace(/[^\p{L}\p{N}]+/gu, '')
