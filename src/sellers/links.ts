import { ids } from '../core/ids.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { reliabilitiesOf } from './get-seller-reliability.ts'
import { selectSellers } from './queries.ts'
import { SellerReliability } from './reliability-schema.ts'
import { Seller } from './schema.ts'
import { sellerLink } from './seller-link.ts'

const reliability = defineLink({
  from: Seller,
  field: 'reliability',
  to: SellerReliability,
  description: 'The score with its components and the evidence behind each.',
  scope: 'sellers:read',
  async load(context, parents) {
    const wanted = parents.map((seller) => ids.seller.decode(seller.id))
    const rows = await selectSellers(context.db, [...new Set(wanted)])
    const found = await reliabilitiesOf(context, rows)
    const byId = new Map(rows.map((row, index) => [row.id, found[index]!]))
    return wanted.map((id) => byId.get(id) ?? null)
  },
})

export const links: readonly AnyLink[] = [reliability, sellerLink(SellerReliability)]
