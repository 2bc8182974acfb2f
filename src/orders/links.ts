import { loadProducts, Product, Variant } from '../catalog/index.ts'
import { type AnyLink, defineLink } from '../core/operation.ts'
import { loadSellers, Seller } from '../sellers/index.ts'
import { loadMoney, loadOrders } from './load-orders.ts'
import { OrderMoney } from './money-schema.ts'
import { Order, OrderLine, SellerOrder } from './schema.ts'

const lineProduct = defineLink({
  from: OrderLine,
  field: 'product',
  to: Product,
  description: 'The product as it is now; the line keeps what it was.',
  scope: 'products:read',
  load: (context, lines) =>
    loadProducts(
      context,
      lines.map(({ productId }) => productId),
    ),
})

const lineVariant = defineLink({
  from: OrderLine,
  field: 'variant',
  to: Variant,
  description: 'The variant as it is now.',
  scope: 'products:read',
  async load(context, lines) {
    const products = await loadProducts(
      context,
      lines.map(({ productId }) => productId),
    )
    return lines.map(({ variantId }, index) => {
      const variants = products[index]?.variants ?? []
      return variants.find(({ id }) => id === variantId) ?? null
    })
  },
})

const partSeller = defineLink({
  from: SellerOrder,
  field: 'seller',
  to: Seller,
  description: 'Who sends it.',
  scope: 'sellers:read',
  load: (context, parts) =>
    loadSellers(
      context,
      parts.map(({ sellerId }) => sellerId),
    ),
})

const partOrder = defineLink({
  from: SellerOrder,
  field: 'order',
  to: Order,
  description: 'The order it is a part of; null for a seller, who sees its own part only.',
  scope: 'orders:read',
  load: (context, parts) =>
    loadOrders(
      context,
      parts.map(({ orderId }) => orderId),
    ),
})

const orderMoney = defineLink({
  from: Order,
  field: 'money',
  to: OrderMoney,
  description: 'Who has each cent, since when and what moves it next; for the buyer alone.',
  scope: 'orders:read',
  load: (context, orders) =>
    loadMoney(
      context,
      orders.map(({ id }) => id),
    ),
})

export const links: readonly AnyLink[] = [
  lineProduct,
  lineVariant,
  partSeller,
  partOrder,
  orderMoney,
]
