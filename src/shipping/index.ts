import type { AnyOperation } from '../core/operation.ts'
import { checkAddress } from './check-address.ts'
import { deleteShippingService } from './delete-shipping-service.ts'
import { listDutyRules } from './list-duty-rules.ts'
import { listExchangeRates } from './list-exchange-rates.ts'
import { listPlatformShippingServices } from './list-platform-shipping-services.ts'
import { listRestrictionRules } from './list-restriction-rules.ts'
import { listShippingServices } from './list-shipping-services.ts'
import { setDutyRule } from './set-duty-rule.ts'
import { setPlatformShippingService } from './set-platform-shipping-service.ts'
import { setRestrictionRule } from './set-restriction-rule.ts'
import { setShippingService } from './set-shipping-service.ts'

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
  dutiesAndTaxes,
} from './duties.ts'
export { RateFileError } from './ecb.ts'
export type { DeliveryEstimate, StatedTimes } from './estimate.ts'
export {
  type ExchangeTable,
  exchange,
  type FixedRate,
  type PublishedRate,
  rateBetween,
} from './exchange.ts'
export { importRates, type RateImport } from './import-rates.ts'
export type { Lane, LifeTables } from './life-tables.ts'
export {
  chooseOption,
  type Destination,
  type ExcludedService,
  type ExclusionReason,
  exclusionReasons,
  type ParcelOptions,
  requireOption,
  type ShippingChoice,
  type ShippingOption,
  shippingOptions,
} from './options.ts'
export { type Parcel, type ParcelItem, packParcel } from './parcel.ts'
export { currentPolicies, type Policies, rateFor } from './policies.ts'
export { areLifeTablesOlder } from './queries.ts'
export { openRateBook, type RateBook, type ServiceRate } from './rate-book.ts'
export { type ParcelHistory, rebuildLifeTables } from './rebuild-life-tables.ts'
export { forbiddingRules, restrictionKinds } from './restrictions.ts'
export { type DutyRule, Incoterm, type RestrictionRule } from './schema.ts'

export const operations: readonly AnyOperation[] = [
  checkAddress,
  listShippingServices,
  setShippingService,
  deleteShippingService,
  listPlatformShippingServices,
  setPlatformShippingService,
  listExchangeRates,
  listDutyRules,
  setDutyRule,
  listRestrictionRules,
  setRestrictionRule,
]
