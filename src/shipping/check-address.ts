import Type from 'typebox'
import { defineOperation } from '../core/operation.ts'
import { Nullable } from '../core/schema.ts'
import { Address, validateAddress } from './address.ts'

const AddressFault = Type.Object(
  {
    pointer: Type.String({ description: 'The faulty part, as an RFC 6901 fragment.' }),
    code: Type.String(),
    message: Type.String({ description: 'What is wrong and how to mend it.' }),
  },
  { $id: 'AddressFault', additionalProperties: false },
)

export const checkAddress = defineOperation({
  name: 'checkAddress',
  tag: 'shipping',
  summary: 'Check an address',
  description:
    'Judges an address by the rules of its country, as placing an order does: required parts, postcode, region, phone and tax identity. Answers it normalised, or every fault with the way to mend it.',
  http: 'POST /v1/addresses/check',
  scope: 'orders:read',
  readOnly: true,
  input: Type.Object({ address: Address }, { additionalProperties: false }),
  output: Type.Object(
    {
      isValid: Type.Boolean(),
      address: Nullable(Address),
      faults: Type.Array(AddressFault),
    },
    { $id: 'AddressCheck', additionalProperties: false },
  ),
  async handle({ now }, { address }) {
    const verdict = validateAddress(address, now, '#/address')
    return verdict.ok
      ? { isValid: true, address: verdict.address, faults: [] }
      : { isValid: false, address: null, faults: verdict.errors }
  },
})
