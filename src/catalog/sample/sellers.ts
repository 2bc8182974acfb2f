/** A seller of the sample catalogue; the sellers are invented, their goods come from two shops each. */
export interface SampleSeller {
  readonly name: string
  readonly file: string
  readonly country: string
  readonly currency: string
  /** Days from payment to hand-over to a carrier. */
  readonly handlingDays: number
  /** Units of its currency for one US dollar when the sample was made. */
  readonly perDollar: number
}

/** Every two sellers offer the same goods: alternative offers of one another. */
export const sampleSellers: readonly SampleSeller[] = [
  seller('Harbor Lane Supply', 'harbor-lane', 'US', 'USD', 1, 1),
  seller('Nordlicht Handel', 'nordlicht', 'DE', 'EUR', 2, 0.92),
  seller('Kestrel Software', 'kestrel', 'GB', 'GBP', 1, 0.79),
  seller('Sakura Direct', 'sakura', 'JP', 'JPY', 3, 150),
  seller('Maple & Main Electronics', 'maple-main', 'CA', 'CAD', 2, 1.36),
  seller('Casa do Tejo', 'casa-do-tejo', 'PT', 'EUR', 4, 0.92),
]

function seller(
  name: string,
  slug: string,
  country: string,
  currency: string,
  handlingDays: number,
  perDollar: number,
): SampleSeller {
  return { name, file: `${slug}.jsonl.gz`, country, currency, handlingDays, perDollar }
}
