import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
import { Charge, Payout } from './schema.ts'

const payoutSeller = defineLink({
  from: Payout,
  field: 'seller',
  to: Seller,
  description: 'Who is paid; null for an affiliate.',
  scope: 'sellers:read',
  load: (context, payouts) =>
    loadSellers(
      context,
      payouts.map(({ sellerId }) => sellerId),
    ),
})

const chargeSeller = defineLink({
  from: Charge,
  field: 'seller',
  to: Seller,
  scope: 'sellers:read',
  load: (context, charges) =>
    loadSellers(
      context,
      charges.map(({ sellerId }) => sellerId),
    ),
})

export const links: readonly AnyLink[] = [payoutSeller, chargeSeller]
