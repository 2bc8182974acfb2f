export {
  Address,
  type AddressVerdict,
  isCountry,
  requireAddress,
  validateAddress,
} from './address.ts'
export { expandCountries } from './country-groups.ts'
