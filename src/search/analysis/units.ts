/** A measure as people write it, in one spelling: `3 m`, `3m` and `3.0 meter` are all `3m`. */
export interface Quantity {
  /** Number and symbol as written, normalised: `6ft`. */
  readonly lexeme: string
  /** The same in the dimension's base unit with two significant digits (`1.8m` for `6ft`); absent where the unit stands alone. */
  readonly converted: string | undefined
}

interface Unit {
  readonly symbol: string
  readonly base?: string
  readonly factor?: number
}

const spellings: readonly (readonly [Unit, string])[] = [
  [
    { symbol: 'mm', base: 'm', factor: 0.001 },
    'mm millimeter millimeters millimetre millimetres milimetro milimetros',
  ],
  [
    { symbol: 'cm', base: 'm', factor: 0.01 },
    'cm centimeter centimeters centimetre centimetres centimetro centimetros',
  ],
  [{ symbol: 'm', base: 'm', factor: 1 }, 'm mtr mtrs meter meters metre metres metro metros'],
  [{ symbol: 'km', base: 'm', factor: 1000 }, 'km kilometer kilometers kilometre kilometres'],
  [{ symbol: 'in', base: 'm', factor: 0.0254 }, 'in inch inches zoll pouces pulgadas polegadas'],
  [{ symbol: 'ft', base: 'm', factor: 0.3048 }, 'ft foot feet'],
  [{ symbol: 'yd', base: 'm', factor: 0.9144 }, 'yd yds yard yards'],
  [{ symbol: 'mg', base: 'g', factor: 0.001 }, 'mg milligram milligrams'],
  [{ symbol: 'g', base: 'g', factor: 1 }, 'g gr gram grams gramm gramme grammes gramos gramas'],
  [
    { symbol: 'kg', base: 'g', factor: 1000 },
    'kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes',
  ],
  [{ symbol: 'oz', base: 'g', factor: 28.35 }, 'oz ounce ounces'],
  [{ symbol: 'lb', base: 'g', factor: 453.6 }, 'lb lbs pound pounds'],
  [{ symbol: 'ml', base: 'l', factor: 0.001 }, 'ml milliliter milliliters millilitre millilitres'],
  [{ symbol: 'cl', base: 'l', factor: 0.01 }, 'cl'],
  [{ symbol: 'l', base: 'l', factor: 1 }, 'l ltr liter liters litre litres litro litros'],
  [{ symbol: 'gal', base: 'l', factor: 3.785 }, 'gal gallon gallons'],
  [{ symbol: 'kb', base: 'gb', factor: 1e-6 }, 'kb'],
  [{ symbol: 'mb', base: 'gb', factor: 0.001 }, 'mb megabyte megabytes'],
  [{ symbol: 'gb', base: 'gb', factor: 1 }, 'gb gigabyte gigabytes gig'],
  [{ symbol: 'tb', base: 'gb', factor: 1000 }, 'tb terabyte terabytes'],
  [{ symbol: 'khz', base: 'mhz', factor: 0.001 }, 'khz'],
  [{ symbol: 'mhz', base: 'mhz', factor: 1 }, 'mhz megahertz'],
  [{ symbol: 'ghz', base: 'mhz', factor: 1000 }, 'ghz gigahertz'],
  [{ symbol: 'hz' }, 'hz hertz'],
  [{ symbol: 'mw', base: 'w', factor: 0.001 }, 'mw milliwatt'],
  [{ symbol: 'w', base: 'w', factor: 1 }, 'w watt watts'],
  [{ symbol: 'kw', base: 'w', factor: 1000 }, 'kw kilowatt kilowatts'],
  [{ symbol: 'va' }, 'va'],
  [{ symbol: 'v' }, 'v volt volts'],
  [{ symbol: 'a', base: 'a', factor: 1 }, 'a amp amps ampere'],
  [{ symbol: 'ma', base: 'a', factor: 0.001 }, 'ma milliamp'],
  [{ symbol: 'mah' }, 'mah'],
  [{ symbol: 'wh' }, 'wh'],
  [{ symbol: 'db' }, 'db decibel decibels'],
  [{ symbol: 'mp' }, 'mp mpix megapixel megapixels'],
  [{ symbol: 'dpi' }, 'dpi'],
  [{ symbol: 'rpm' }, 'rpm'],
  [{ symbol: 'mbit', base: 'mbit', factor: 1 }, 'mbps mbit'],
  [{ symbol: 'gbit', base: 'mbit', factor: 1000 }, 'gbps gbit'],
  [{ symbol: 'u' }, 'u'],
]

const units = new Map<string, Unit>()
for (const [unit, words] of spellings) for (const word of words.split(' ')) units.set(word, unit)

/** Every spelling of every unit. */
export const unitWords: readonly string[] = [...units.keys()]

/** How each unit is written in a quantity. */
export const unitSymbols: readonly string[] = [
  ...new Set([...units.values()].map(({ symbol }) => symbol)),
]

/** Whether the folded word is a unit of measure. */
export const isUnit = (word: string): boolean => units.has(word)

const usual = /^[1-9]\d{0,8}$/

/** A number as written with point or comma, without leading and trailing zeros; undefined where it is none. */
export function plainNumber(text: string): string | undefined {
  if (usual.test(text)) return text
  if (!/^\d{1,9}(?:[.,]\d{1,4})?$/.test(text)) return undefined
  const isGrouped = /^\d{1,3},\d{3}$/.test(text)
  return String(Number(isGrouped ? text.replace(',', '') : text.replace(',', '.')))
}

/** The quantity of a number and a unit's folded spelling; undefined where either is none. */
export function quantityOf(number: string, word: string): Quantity | undefined {
  const unit = units.get(word)
  const value = unit && plainNumber(number)
  if (!unit || value === undefined) return undefined
  return { lexeme: value + unit.symbol, converted: convert(Number(value), unit) }
}

function convert(value: number, unit: Unit): string | undefined {
  if (unit.base === undefined || unit.factor === undefined) return undefined
  return `${Number((value * unit.factor).toPrecision(2))}${unit.base}`
}
