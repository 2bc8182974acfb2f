import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from '../../sdk/index.ts'
import { formatMoney as money } from '../core/money.ts'
import { CommandError } from './report.ts'

type Client = ReturnType<typeof createClient>

/** Where the tour tells what it does; one line each. */
export type Say = (line: string) => void

const address = {
  name: 'Ada Lovelace',
  line1: 'Unter den Linden 1',
  city: 'Berlin',
  postalCode: '10117',
  country: 'DE',
  phone: '+493022730',
}

/** The main job as a developer meets it, through the SDK; throws where any step does not succeed. */
export async function tour(baseUrl: string, apiKey: string, say: Say): Promise<void> {
  const client = createClient({ baseUrl, apiKey })
  const variantId = await findSomething(client, say)
  await client.sandbox.updateSandbox({ stepSeconds: 0.3 })
  const quote = await client.orders.createQuote({
    lines: [{ variantId, quantity: 2 }],
    shippingAddress: address,
    shippingPreference: 'cheapest',
    currency: 'EUR',
  })
  say(
    `quote     2 of them to ${address.city}: goods ${money(quote.goods)}, shipping ${money(quote.shipping)}, duties and taxes ${money({ ...quote.duties, amountMinor: quote.duties.amountMinor + quote.taxes.amountMinor })}, total ${money(quote.total)}; good until ${quote.expiresAt}`,
  )
  const order = await client.orders.placeOrder({ quoteId: quote.id })
  say(`order     ${order.id} placed and paid: ${order.status}`)
  await follow(client, order.id, say)
  await judge(client, order.sellerOrders[0]?.sellerId, say)
}

async function findSomething(client: Client, say: Say): Promise<string> {
  const q = 'wireless keybord'
  const page = await client.products.searchProducts({ q, limit: 3, shipTo: 'DE', isInStock: true })
  const [first] = page.data
  if (first === undefined) throw new CommandError(`Searching for "${q}" found nothing.`)
  const meant = page.correction ? ` (did you mean "${page.correction}"?)` : ''
  say(`search    "${q}"${meant}: ${page.totalCount} products, best "${first.title}"`)
  const product = await client.products.getProduct({ id: first.id })
  const [variant] = product.variants
  if (variant === undefined) throw new CommandError(`${product.id} has no variant to buy.`)
  say(
    `product   ${product.id} ${product.brand ?? ''}: ${money(variant.price)}, ${variant.stock} in stock`,
  )
  return variant.id
}

/** Waits until the simulated carrier has delivered, telling each new event once. */
async function follow(client: Client, id: string, say: Say): Promise<void> {
  const told = new Set<string>()
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const { shipments } = await client.tracking.getOrderTracking({ id })
    for (const parcel of shipments.flatMap((shipment) => shipment.parcels)) {
      for (const event of parcel.events.toReversed()) {
        if (told.has(event.id)) continue
        told.add(event.id)
        say(
          `tracking  ${parcel.carrierName} ${parcel.trackingNumber ?? ''}: ${event.state} ${event.place ?? ''}`.trimEnd(),
        )
      }
    }
    const order = await client.orders.getOrder({ id })
    if (order.status === 'delivered' || order.status === 'completed') {
      say(`order     ${id}: ${order.status}`)
      return
    }
    await pause(250)
  }
  throw new CommandError(`Order ${id} was not delivered within a minute.`)
}

async function judge(client: Client, id: string | undefined, say: Say): Promise<void> {
  if (id === undefined) throw new CommandError('The order has no seller.')
  const seller = await client.sellers.getSeller({ id })
  const reliability = await client.sellers.getSellerReliability({ id })
  const score = reliability.score === null ? 'not known yet' : `${reliability.score} of 100`
  say(`seller    ${seller.name} (${seller.country}): reliability ${score}`)
  for (const component of reliability.components) say(`          ${component.explanation}`)
}
