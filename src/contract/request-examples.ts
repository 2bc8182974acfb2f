import { type IdKind, ids } from '../core/ids.ts'

/** Ids of one and the same story; a reader puts those of their own in their place. */
const id = (kind: IdKind) => ids[kind].encode('019aaf9e-8f48-7a1e-b3c5-9d2e4f60718a')

const address = {
  name: 'Ada Lovelace',
  line1: 'Unter den Linden 1',
  city: 'Berlin',
  postalCode: '10117',
  country: 'DE',
  phone: '+49 30 123456',
}
const lines = [{ variantId: id('variant'), quantity: 2 }]
const orderLineId = id('orderLine')
const units = [{ lineId: orderLineId, quantity: 1 }]
const orderLines = [{ orderLineId, quantity: 1 }]
const evidence = [{ url: 'https://photos.example.com/crushed-box.jpg', note: 'As it arrived.' }]
const scan = {
  state: 'inTransit',
  code: 'IT-04',
  occurredAt: '2026-05-04T09:12:00+08:00',
  description: 'Left the sorting centre',
  place: 'Shenzhen',
  country: 'CN',
  eventId: 'scan-90211',
}
const shippingService = {
  carrier: 'DHL',
  name: 'Express',
  shipFrom: 'DE',
  handlingDays: 1,
  isTracked: true,
  incoterm: 'DDP',
  acceptedRestrictions: ['battery'],
  rates: [
    {
      countries: ['DE', 'AT'],
      currency: 'EUR',
      baseMinor: 390,
      perKgMinor: 80,
      volumetricDivisor: 5000,
      maxWeightGrams: 31_500,
      freeOverMinor: 5000,
      minDays: 1,
      maxDays: 3,
    },
  ],
}

/**
 * A request of each operation with a JSON body, as an integrator would write it: what a machine makes
 * from a schema fills every field, also those that exclude each other.
 */
export const requestExamples: Readonly<Record<string, object>> = {
  createApiKey: { name: 'Storefront', scopes: ['products:read', 'orders:read', 'orders:write'] },
  createSavedSearch: {
    name: 'Cheap mice for Germany',
    search: { q: 'wireless mouse', shipTo: 'DE', priceMax: 2500, currency: 'EUR' },
  },
  updateStock: { items: [{ sku: 'MOUSE-BLACK', stock: 40 }] },
  updatePrices: {
    items: [{ sku: 'MOUSE-BLACK', priceMinor: 1999, compareAtPriceMinor: 2499, currency: 'EUR' }],
  },

  checkAddress: { address },
  quoteShipping: { lines, destination: { country: 'DE', postalCode: '10117' }, currency: 'EUR' },
  createQuote: {
    lines,
    shippingAddress: address,
    shippingPreference: 'cheapest',
    currency: 'EUR',
    holdStock: true,
  },
  placeOrder: { quoteId: id('quote'), clientReference: 'shop-1001', note: 'Please no invoice.' },
  placeOrders: {
    orders: [
      {
        lines,
        shippingAddress: address,
        shippingPreference: 'fastest',
        maxTotal: { amountMinor: 6000, currency: 'EUR' },
        clientReference: 'shop-1002',
      },
    ],
  },
  cancelOrder: { sellerOrderId: id('sellerOrder'), reason: 'changedMind', note: 'Bought twice.' },
  changeOrderAddress: { shippingAddress: address },
  confirmDelivery: { sellerOrderId: id('sellerOrder') },

  acceptSellerOrder: { unavailable: units },
  rejectSellerOrder: { reason: 'outOfStock' },
  cancelSellerOrder: { reason: 'outOfStock', units },
  holdSellerOrder: { reason: 'The customer will send a house number.' },
  rejectCancellation: { note: 'It is with the carrier already.' },
  createShipment: {
    parcels: [
      {
        carrier: 'DHL',
        trackingNumber: '00340434161094042557',
        service: 'Paket',
        lines: orderLines,
        weightGrams: 350,
        lengthMm: 220,
        widthMm: 150,
        heightMm: 80,
      },
    ],
  },
  addTrackingEvents: { events: [scan] },
  addTrackingNumber: { trackingNumber: 'LX123456785CN', carrier: 'China Post' },
  reportTrackingEvents: { events: [{ trackingNumber: '00340434161094042557', ...scan }] },

  openDispute: {
    sellerOrderId: id('sellerOrder'),
    reason: 'damaged',
    description: 'The box was crushed and the scroll wheel is broken.',
    lines: orderLines,
    evidence,
  },
  addDisputeEvidence: { evidence, note: 'The other side of the box.' },
  respondToDispute: { answer: 'offer', amountMinor: 500, note: 'A new scroll wheel costs less.' },
  acceptDisputeOffer: { note: 'Agreed.' },
  escalateDispute: { note: 'The offer does not cover a repair.' },
  withdrawDispute: { note: 'It works after all.' },
  decideDispute: { decision: 'refund', amountMinor: 1500, note: 'The photo shows the damage.' },
  createRefund: {
    sellerOrderId: id('sellerOrder'),
    lines: orderLines,
    reason: 'goodwill',
    note: 'For the long wait.',
  },

  createSeller: {
    name: 'Mouse House',
    currency: 'EUR',
    description: 'Mice and keyboards from Leipzig.',
    country: 'DE',
    languages: ['de', 'en'],
    website: 'https://mouse-house.example.com',
    contactEmail: 'hello@mouse-house.example.com',
    acceptanceHours: 48,
    handlingDays: 2,
  },
  updateSeller: { description: 'Mice, keyboards and headsets from Leipzig.', handlingDays: 1 },
  createSellerDecision: { status: 'vetted', reason: 'Register entry and samples seen.' },
  createSellerKey: { name: 'Warehouse', scopes: ['orders:read', 'fulfillment:write'] },
  excuseSellerOutcome: { kind: 'handover', excuse: 'The carrier was on strike.' },

  setShippingService: shippingService,
  setPlatformShippingService: { ...shippingService, shipFrom: null },
  setDutyRule: {
    kind: 'tax',
    label: 'VAT',
    destinations: ['DE'],
    shipsFrom: ['*'],
    shipsFromExcept: ['EU'],
    hsPrefix: '',
    valueOverMinor: null,
    valueUpToMinor: null,
    currency: 'EUR',
    basisPoints: 1900,
    perHeadingMinor: 0,
    base: 'goodsShippingAndDuty',
    checkoutUpToMinor: 15_000,
    isEstimate: false,
    validFrom: '2026-01-01',
    validUntil: null,
    source: 'https://europa.eu/youreurope/business/taxation/vat',
  },
  setRestrictionRule: {
    restriction: 'battery',
    destinations: ['AU'],
    reason: 'Loose lithium batteries need a permit.',
    validFrom: '2026-01-01',
    validUntil: null,
    source: 'https://auspost.com.au/dangerous-goods',
  },

  topUpWallet: {
    accountId: id('account'),
    amountMinor: 50_000,
    currency: 'EUR',
    memo: 'Bank transfer of 4 May',
  },
  withdrawFromWallet: {
    accountId: id('account'),
    amountMinor: 10_000,
    currency: 'EUR',
    memo: 'Paid back to the bank',
  },
  createPayment: {
    amountMinor: 50_000,
    currency: 'EUR',
    returnUrl: 'https://shop.example.com/wallet',
  },
  createFeePolicy: {
    kind: 'sellerFee',
    basisPoints: 500,
    plan: 'premium',
    note: 'Premium sellers pay less.',
  },
  createChargePrice: {
    code: 'premium-month',
    fee: 'premiumFee',
    name: 'Premium, one month',
    currency: 'EUR',
    amountMinor: 2900,
    plan: 'premium',
    months: 1,
  },
  createCharge: { sellerId: id('seller'), code: 'premium-month', payFrom: 'earnings' },
  createPayoutBatch: { currency: 'EUR', minimumMinor: 2500 },
  startPayout: { externalReference: 'SEPA-20260504-17' },
  settlePayout: { externalReference: 'SEPA-20260504-17' },
  failPayout: { reason: 'The bank account is closed.' },

  createWebhookEndpoint: {
    url: 'https://shop.example.com/entrepot',
    eventTypes: ['order.*', 'parcel.*'],
    description: 'Storefront',
    payload: 'full',
  },
  updateWebhookEndpoint: { eventTypes: ['*'], maxPerSecond: 20 },
  rotateWebhookSecret: { overlapHours: 24 },
  redeliverWebhookEvents: { since: '2026-05-04T00:00:00Z', evenDelivered: false },

  updateSandbox: { stepSeconds: 2, areSellersSimulated: true, areCarriersSimulated: true },
  advanceSandboxClock: { days: 3, hours: 12 },
  simulateParcel: { fate: 'deliverLate', days: 5 },
  simulateSeller: { act: 'accept' },
  setSandboxStock: { isOutOfStock: true },
  simulateWebhooks: { fault: 'duplicate', count: 3 },
}
