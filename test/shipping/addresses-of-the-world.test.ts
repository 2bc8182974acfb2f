import t from 'tap'
import { type Address, validateAddress } from '../../src/shipping/index.ts'

const at = new Date('2026-11-01T00:00:00Z')

/** Country, city, region as people write it, postcode, and the region code expected. */
const places: [string, string?, string?, string?, string?][] = [
  ['AE', 'Dubai', 'Dubai', undefined, 'DU'],
  ['AR', 'Córdoba', 'Córdoba', '5000', 'X'],
  ['AR', 'Buenos Aires', 'C', 'C1000AAA', 'C'],
  ['AT', 'Wien', undefined, '1010'],
  ['AU', 'Canberra', 'ACT', '2600', 'ACT'],
  ['BE', 'Brussel', undefined, '1000'],
  ['BG', 'Sofia', undefined, '1000'],
  ['CA', 'Montréal', 'Québec', 'H2Y 1C6', 'QC'],
  ['CA', 'Toronto', 'Ontario', 'M5V2T6', 'ON'],
  ['CH', 'Zürich', undefined, '8001'],
  ['CN', '深圳', '广东省', '518000', 'GD'],
  ['CN', 'Beijing', 'Beijing', '100000', 'BJ'],
  ['CO', 'Bogotá', 'DC', '110111', 'DC'],
  ['CY', 'Nicosia', undefined, '1010'],
  ['CZ', 'Praha', undefined, '110 00'],
  ['DE', 'München', 'Bayern', '80331', 'BY'],
  ['DK', 'København', undefined, '1050'],
  ['EG', 'Cairo', 'C', '11511', 'C'],
  ['ES', 'Madrid', 'Madrid', '28001', 'M'],
  ['ES', 'Barcelona', 'B', '08001', 'B'],
  ['FI', 'Helsinki', undefined, '00100'],
  ['FR', 'Paris', undefined, '75001'],
  ['GB', 'Maidstone', 'Kent', 'ME14 1XQ', 'KEN'],
  ['GF', 'Cayenne', undefined, '97300'],
  ['GR', 'Athina', undefined, '104 31'],
  ['HK', 'Central', 'Hong Kong Island', undefined, 'Hong Kong Island'],
  ['HU', 'Budapest', undefined, '1011'],
  ['ID', 'Jakarta', 'JK', '10110', 'JK'],
  ['IE', 'Dublin', 'Co. Dublin', 'D02 AF30', 'D'],
  ['IL', 'Tel Aviv', undefined, '6100000'],
  ['IN', 'Hyderabad', 'TG', '500001', 'TS'],
  ['IN', 'Raipur', 'Chhattisgarh', '492001', 'CG'],
  ['IT', 'Milano', 'MI', '20121', 'MI'],
  ['JP', undefined, '東京都', '100-0001', '13'],
  ['JP', 'Osaka', 'Osaka', '530-0001', '27'],
  ['KE', 'Nairobi', undefined, '00100'],
  ['KZ', 'Almaty', '75', '050000', '75'],
  ['LU', 'Luxembourg', undefined, 'L-1009'],
  ['LV', 'Riga', undefined, 'LV-1010'],
  ['MC', 'Monaco', undefined, '98000'],
  ['MT', 'Valletta', undefined, 'VLT 1117'],
  ['MX', 'Guadalajara', 'Jalisco', '44100', 'JAL'],
  ['MY', 'Kuala Lumpur', 'Kuala Lumpur', '50000', '14'],
  ['NG', 'Lagos', 'LA', '100001', 'LA'],
  ['NL', 'Amsterdam', undefined, '1012AB'],
  ['NO', 'Oslo', undefined, '0150'],
  ['NZ', 'Auckland', undefined, '1010'],
  ['PH', 'Manila', 'Metro Manila', '1000', '00'],
  ['PL', 'Warszawa', 'Mazowieckie', '00-001', '14'],
  ['PR', 'San Juan', undefined, '00901'],
  ['PT', 'Lisboa', undefined, '1000-001'],
  ['RO', 'București', 'B', '010011', 'B'],
  ['SA', 'Riyadh', undefined, '11564'],
  ['SE', 'Stockholm', undefined, '111 22'],
  ['SG', undefined, undefined, '018956'],
  ['TH', 'Bangkok', 'Bangkok', '10200', '10'],
  ['TR', 'Kadıköy', 'Istanbul', '34710', '34'],
  ['TW', 'Taipei City', 'TPE', '100', 'TPE'],
  ['UA', 'Kyiv', undefined, '01001'],
  ['US', 'APO', 'AE', '09012', 'AE'],
  ['US', 'New York', 'NY', '10001-1234', 'NY'],
  ['US', 'Anchorage', 'us-ak', '99501', 'AK'],
  ['VN', 'Ho Chi Minh City', 'SG', '700000', 'SG'],
  ['ZA', 'Cape Town', 'WC', '8001', 'WC'],
]

t.test('addresses as people write them are understood all over the world', async (t) => {
  for (const [country, city, region, postalCode, code] of places) {
    const address = { name: 'A', line1: 'B 1', country, city, region, postalCode } as Address
    const verdict = validateAddress(address, at)
    const name = [country, city, region, postalCode].filter(Boolean).join(' ')
    t.same(verdict.ok ? [] : verdict.errors, [], name)
    if (verdict.ok) t.equal(verdict.address.region, code, `${name}: region`)
  }
})

t.test('postcodes of another shape are refused', async (t) => {
  const wrong = [
    ['AU', '200'],
    ['BR', '0131'],
    ['CA', 'K1A'],
    ['DE', '1011'],
    ['FR', '7500'],
    ['GB', 'XX'],
    ['IN', '11000'],
    ['JP', '1000'],
    ['NL', '1012'],
    ['PL', '001'],
    ['PT', '1000'],
    ['US', '9410'],
  ]
  for (const [country, postalCode] of wrong) {
    const address = { name: 'A', line1: 'B 1', city: 'C', country, postalCode } as Address
    const verdict = validateAddress(address, at)
    const codes = verdict.ok ? [] : verdict.errors.map(({ code }) => code)
    t.ok(codes.includes('invalid_postal_code'), `${country} ${postalCode}`)
  }
})
