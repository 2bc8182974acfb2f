/**
 * The priors of a score, small on purpose. A title of eight words less is worth about 2 %; here it is
 * computed once, since it changes with the title only.
 */
export function boostOf(titleLength: number): number {
  return Math.fround(1 - 0.02 * Math.log(1 + Math.min(titleLength, 40)))
}

/** A thousand sales are worth about 7 %, never more than 10 %. */
const sales = 'least(0.1, 0.01 * ln(1 + sold_count))'

/** SQL for everything but the words that multiplies a document's score. */
export const priors = `boost * seller_weight * (1 + ${sales})`

/**
 * SQL for the weight of a seller: ten points of the expected score are worth 1 %, in steps of five
 * points, so that documents are not rewritten for every order. A new seller, expected to score 88,
 * weighs 1.
 */
export const sellerWeight = '(1 + (round(s.expected_score / 5) * 5 - 90) / 1000)::real'
