import t from 'tap'
import { newId } from '../../src/core/ids.ts'
import { money } from '../../src/core/money.ts'
import {
  areLifeTablesOlder,
  currentPolicies,
  openRateBook,
  type ParcelHistory,
  packParcel,
  rebuildLifeTables,
  shippingOptions,
} from '../../src/shipping/index.ts'
import { testDatabase } from '../support/database.ts'

const now = new Date('2026-11-23T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
const prompt = newId()
const tardy = newId()

function parcel(sellerId: string, age: number, handling: number, transit: number): ParcelHistory {
  return {
    sellerId,
    service: 'Partner network/standard',
    from: 'CN',
    country: 'DE',
    postalCode: '10115',
    orderedAt: daysAgo(age),
    handedOverAt: daysAgo(age - handling),
    deliveredAt: daysAgo(age - handling - transit),
  }
}

async function* history(): AsyncGenerator<ParcelHistory> {
  for (let age = 30; age < 60; age++) {
    for (let copy = 0; copy < 10; copy++) {
      yield parcel(prompt, age, 1, 6)
      yield parcel(tardy, age, 8, 6)
    }
  }
  yield { ...parcel(tardy, 10, 0, 0), handedOverAt: null, deliveredAt: null }
  yield { ...parcel(tardy, 40, 2, 0), deliveredAt: null }
}

t.test('estimates follow history once it was counted', async (t) => {
  const database = await testDatabase(t)
  const daysPromised = (sellerId: string, country: string) =>
    database.read(async (db) => {
      const book = await openRateBook(db, [sellerId], country, now)
      const goods = packParcel(sellerId, 'CN', [
        {
          quantity: 1,
          weightGrams: 100,
          lengthMm: null,
          widthMm: null,
          heightMm: null,
          restrictions: [],
          value: money(1000, 'USD'),
        },
      ])
      const destination = { country, postalCode: '10999' }
      const { options } = shippingOptions(book, goods, destination, 'USD', now)
      const { deliverBy } = options.find(({ code }) => code === 'standard')!
      return Math.floor((deliverBy.getTime() - now.getTime()) / 86_400_000)
    })

  t.ok((await daysPromised(prompt, 'DE')) >= 20, 'before: what the service states')
  t.ok(await database.read((db) => areLifeTablesOlder(db, now)))
  const count = await rebuildLifeTables(database, history(), now)
  t.equal(count, 3 + 3, 'handling of all and of two sellers; to the country, the lane, the zone')
  t.notOk(await database.read((db) => areLifeTablesOlder(db, daysAgo(1))))
  const quick = await daysPromised(prompt, 'DE')
  const slow = await daysPromised(tardy, 'DE')
  t.ok(quick <= 9, `the prompt seller takes ${quick} days`)
  t.ok(slow >= quick + 5, `the tardy seller takes ${slow} days`)
  t.ok((await daysPromised(prompt, 'JP')) >= 20, 'another lane knows only the handling')
  const lane = { ...parcel(prompt, 0, 0, 0), sellerId: prompt }
  const stated = { handlingDays: 3, minDays: 10, maxDays: 25 }
  const { lifeTables } = await database.read((db) => currentPolicies(db, now))
  t.match(lifeTables.remaining(lane, stated, 2), { p50: 4 }, 'two of six days are over')
  await rebuildLifeTables(database, (async function* () {})(), now)
  t.ok((await daysPromised(prompt, 'DE')) >= 20, 'tables replace those before them')
})
