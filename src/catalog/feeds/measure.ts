const gramsPer: Readonly<Record<string, number>> = {
  mg: 0.001,
  g: 1,
  gram: 1,
  grams: 1,
  kg: 1000,
  kgs: 1000,
  oz: 28.349523125,
  lb: 453.59237,
  lbs: 453.59237,
}

const millimetresPer: Readonly<Record<string, number>> = {
  mm: 1,
  cm: 10,
  m: 1000,
  in: 25.4,
  inch: 25.4,
  inches: 25.4,
  ft: 304.8,
}

/** Whole grams of "1.2 kg", "15oz" or "3640.0 g", rounded to nearest; null where it is no weight. */
export function parseWeight(text: string): number | null {
  return parseMeasure(text, gramsPer)
}

/** Whole millimetres of "20 cm" or "8 in", rounded to nearest; null where it is no length. */
export function parseLength(text: string): number | null {
  return parseMeasure(text, millimetresPer)
}

function parseMeasure(text: string, factors: Readonly<Record<string, number>>): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]+)$/i.exec(text.trim())
  const factor = match ? factors[match[2]!.toLowerCase()] : undefined
  if (!match || factor === undefined) return null
  const value = Math.round(Number(match[1]!.replace(',', '.')) * factor)
  return value <= 1_000_000_000 ? value : null
}
