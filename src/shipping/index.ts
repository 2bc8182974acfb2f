export {
  Address,
  type AddressVerdict,
  isCountry,
  requireAddress,
  validateAddress,
} from './address.ts'
export { expandCountries } from './country-groups.ts'
export {
  type Consignment,
  type DutiableLine,
  type DutyLine,
  type DutyRule,
  dutiesAndTaxes,
} from './duties.ts'
export type { DeliveryEstimate } from './estimate.ts'
export {
  type ExchangeTable,
  exchange,
  type FixedRate,
  type PublishedRate,
  rateBetween,
} from './exchange.ts'
export {
  chooseOption,
  type Destination,
  type ExcludedService,
  type ExclusionReason,
  type ParcelOptions,
  requireOption,
  type ShippingChoice,
  type ShippingOption,
  shippingOptions,
} from './options.ts'
export { type Parcel, type ParcelItem, packParcel } from './parcel.ts'
export { currentPolicies, type Policies, rateFor } from './policies.ts'
export { openRateBook, type RateBook, type ServiceRate } from './rate-book.ts'
export { forbiddingRules, type RestrictionRule, restrictionKinds } from './restrictions.ts'
