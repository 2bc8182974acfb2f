import t from 'tap'
import { ApiError } from '../../src/core/errors.ts'
import { type Address, requireAddress, validateAddress } from '../../src/shipping/address.ts'

const at = new Date('2026-11-01T00:00:00Z')

const brazil: Address = {
  name: 'Maria Silva',
  line1: 'Avenida Paulista 1000',
  city: 'São Paulo',
  region: 'SP',
  postalCode: '01310-100',
  country: 'BR',
  taxId: '529.982.247-25',
}
const berlin: Address = {
  name: 'Erika Mustermann',
  line1: 'Invalidenstraße 117',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
}
const austin: Address = {
  name: 'John Doe',
  line1: '1100 Congress Ave',
  city: 'Austin',
  region: 'TX',
  postalCode: '78701',
  country: 'US',
}
const seoul: Address = {
  name: 'Kim Minji',
  line1: '110 Sejong-daero',
  city: 'Jung-gu',
  region: '11',
  postalCode: '04524',
  country: 'KR',
  taxId: 'p123456789012',
}

function verdict(address: Partial<Address>) {
  return validateAddress(address as Address, at, '#/shipTo')
}

function faults(address: Partial<Address>): string[] {
  const result = verdict(address)
  return result.ok ? [] : result.errors.map(({ pointer, code }) => `${pointer} ${code}`)
}

function normalised(address: Partial<Address>): Partial<Address> {
  const result = verdict(address)
  return result.ok ? result.address : {}
}

t.test('good addresses of many countries pass', async (t) => {
  const others: Address[] = [
    { ...berlin, country: 'GB', city: 'London', postalCode: 'SW1A 1AA' },
    { ...berlin, country: 'JP', region: '13', city: 'Chiyoda', postalCode: '100-0001' },
    { ...berlin, country: 'IE', city: 'Dublin', postalCode: 'D02 AF30' },
    { ...berlin, country: 'CN', region: 'Guangdong', city: 'Shenzhen', postalCode: '518000' },
    { ...berlin, country: 'IN', region: 'Telangana', city: 'Hyderabad', postalCode: '500001' },
    { ...berlin, country: 'FR', region: 'FR-IDF', city: 'Paris', postalCode: '75001' },
    { name: 'A', line1: 'B 1', country: 'AE', region: 'DU' },
    { name: 'A', line1: 'B 1', country: 'HK', region: 'Kowloon' },
    { name: 'A', line1: 'B 1', city: 'Santiago', country: 'CL', taxId: '12.345.678-5' },
    { name: 'A', line1: 'B 1', city: 'Base', country: 'AQ' },
  ]
  for (const address of [brazil, berlin, austin, seoul, ...others]) {
    t.same(faults(address), [], `${address.country}`)
  }
})

t.test('parts are written as carriers want them', async (t) => {
  const given = {
    ...brazil,
    name: '  Maria \n Silva ',
    region: 'são paulo',
    phone: '(11) 96123-4567',
    line2: ' ',
    company: 'Acme',
  }
  t.same(normalised(given), {
    ...brazil,
    company: 'Acme',
    phone: '+5511961234567',
    taxId: '52998224725',
    taxIdKind: 'cpf',
  })
  t.match(normalised({ ...austin, region: 'us-tx' }), { region: 'TX' })
  t.match(normalised({ ...austin, region: 'Texas' }), { region: 'TX' })
  t.match(normalised(seoul), { taxId: 'P123456789012', taxIdKind: 'pccc' })
  t.match(normalised({ ...berlin, country: 'GB', postalCode: 'sw1a 1aa' }), {
    postalCode: 'SW1A 1AA',
  })
  const vilnius = { ...berlin, country: 'LT', city: 'Vilnius' }
  t.match(normalised({ ...vilnius, postalCode: 'lt-01001' }), { postalCode: '01001' })
  t.match(normalised({ ...seoul, region: '서울특별시' }), { region: '11' })
  const china = { ...berlin, country: 'CN', city: 'Shenzhen', postalCode: '518000' }
  t.match(normalised({ ...china, region: 'Guangdong' }), { region: 'GD' })
})

t.test('each missing part is named', async (t) => {
  t.same(faults({ name: ' ', line1: '', country: 'US' }), [
    '#/shipTo/name required',
    '#/shipTo/line1 required',
    '#/shipTo/city required',
    '#/shipTo/region required',
    '#/shipTo/postalCode required',
  ])
  t.same(faults({ ...berlin, city: undefined }), ['#/shipTo/city required'])
})

t.test('faulty parts are refused with the fix', async (t) => {
  t.same(faults({ ...berlin, country: 'XX' }), ['#/shipTo/country unknown_country'])
  t.same(faults({ ...berlin, postalCode: '1011' }), ['#/shipTo/postalCode invalid_postal_code'])
  t.same(faults({ ...austin, region: 'ZZ' }), ['#/shipTo/region unknown_region'])
  t.same(faults({ ...austin, region: 'NY' }), ['#/shipTo/postalCode postal_code_outside_region'])
  t.same(faults({ ...berlin, phone: '12' }), ['#/shipTo/phone invalid_phone'])
  const result = verdict({ ...berlin, postalCode: '1011' })
  t.match(result, { errors: [{ message: '"1011" is no postcode of Germany (such as 26133).' }] })
})

t.test('countries whose customs ask for a tax identity get a valid one', async (t) => {
  const without = (address: Address) => ({ ...address, taxId: undefined })
  for (const address of [brazil, seoul]) {
    t.same(faults(without(address)), ['#/shipTo/taxId tax_id_required'])
  }
  const chile = { name: 'A', line1: 'B 1', city: 'Santiago', country: 'CL' }
  t.same(faults(chile), ['#/shipTo/taxId tax_id_required'])
  t.same(faults({ ...brazil, taxId: '529.982.247-26' }), ['#/shipTo/taxId invalid_tax_id'])
  t.same(faults({ ...seoul, taxId: 'P12345' }), ['#/shipTo/taxId invalid_tax_id'])
  t.match(normalised({ ...brazil, taxId: '16.727.230/0001-97' }), { taxIdKind: 'cnpj' })
  t.match(normalised({ ...berlin, taxId: 'DE 136,695 976' }), {
    taxId: 'DE136695976',
    taxIdKind: 'vat',
  })
  t.same(faults({ ...berlin, taxId: 'nonsense!' }), ['#/shipTo/taxId invalid_tax_id'])
  t.same(faults({ ...austin, taxId: 'anything' }), [])
})

t.test('requireAddress throws one problem with every fault', async (t) => {
  t.equal(requireAddress(berlin, at).postalCode, '10115')
  t.throws(
    () => requireAddress({ ...berlin, postalCode: 'x', phone: '1' }, at, '#/shipTo'),
    new ApiError(
      'invalid_address',
      '"X" is no postcode of Germany (such as 26133). "1" is no telephone number: write it in E.164, such as +4930901820.',
    ),
  )
})
