import t from 'tap'
import { stateOfCode } from '../../src/fulfillment/carriers/codes.ts'
import { carrierOfNumber, normaliseTrackingNumber } from '../../src/fulfillment/carriers/detect.ts'
import {
  carrierNamed,
  knownCarriers,
  trackingUrlOf,
} from '../../src/fulfillment/carriers/registry.ts'

t.test('a number tells its carrier by form and check digits', async (t) => {
  t.equal(carrierOfNumber('1Z 5R89 3903 5756 7127')?.code, 'ups')
  t.equal(carrierOfNumber('9400111202555842332669')?.code, 'usps')
  t.equal(carrierOfNumber('RB123456785GB')?.code, 'royal-mail')
  t.equal(carrierOfNumber('LX123456785CN')?.code, 'china-post')
  t.equal(carrierOfNumber('YT2123421272000001')?.code, 'yunexpress')
  t.equal(carrierOfNumber('ENTTEST0001')?.code, 'sandbox')
})

t.test('a wrong check digit speaks for no carrier', async (t) => {
  t.equal(carrierOfNumber('RB123456784GB'), undefined)
  t.equal(carrierOfNumber('hello'), undefined)
})

t.test('numbers compare without spaces, hyphens and case', async (t) => {
  t.equal(normaliseTrackingNumber(' rb 123-456 785 gb '), 'RB123456785GB')
})

t.test('carriers are found by code and by name, and unknown ones keep their name', async (t) => {
  t.equal(carrierNamed('UPS').code, 'ups')
  t.equal(carrierNamed('Royal Mail').code, 'royal-mail')
  t.equal(carrierNamed('united states postal service').code, 'usps')
  t.match(carrierNamed('Pony Express'), { code: 'pony-express', name: 'Pony Express' })
  t.equal(carrierNamed('快递').code, 'other')
})

t.test('codes are unique and links hold the number', async (t) => {
  t.equal(new Set(knownCarriers.map((one) => one.code)).size, knownCarriers.length)
  for (const carrier of knownCarriers) {
    if (carrier.trackingUrl) t.match(trackingUrlOf(carrier, 'A B'), /A%20B/, carrier.code)
  }
  t.equal(trackingUrlOf(carrierNamed('dpd'), '1'), null)
})

t.test('raw codes are read in the carrier’s own words first', async (t) => {
  const ups = carrierNamed('ups')
  const post = carrierNamed('china-post')
  t.equal(stateOfCode(ups, 'd'), 'delivered')
  t.equal(stateOfCode(ups, 'X'), 'exception')
  t.equal(stateOfCode(post, 'EME'), 'customsHeld')
  t.equal(stateOfCode(post, 'Out for delivery'), 'outForDelivery')
  t.equal(stateOfCode(carrierNamed('anyone'), 'InfoReceived'), 'labelCreated')
  t.equal(stateOfCode(ups, 'no such code'), undefined)
})
