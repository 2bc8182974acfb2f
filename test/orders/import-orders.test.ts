import { Readable } from 'node:stream'
import t from 'tap'
import { scopes } from '../../src/core/operation.ts'
import { type ImportedOrder, importOrders, OrderFileError } from '../../src/orders/index.ts'
import { type TestApp, type TestKey, testApp } from '../support/app.ts'
import { openBuyer, openShipping, openShop, shelve, stockOf } from './shop.ts'

let test: TestApp
t.before(async () => {
  test = await testApp(t)
  await openShipping(test)
})

async function importText({ accountId }: TestKey, text: string): Promise<ImportedOrder[]> {
  const caller = {
    keyId: accountId,
    accountId,
    accountName: 'partner',
    mode: 'live' as const,
    scopes: new Set(scopes),
    sellerId: null,
    isOperator: false,
  }
  const results: ImportedOrder[] = []
  for await (const one of importOrders(test.database, caller, Readable.from([text]))) {
    results.push(one)
  }
  return results
}

const header = 'Reference;SKU;Variant;Qty;Name;Line1;City;Postcode;Country;Max total;Currency'
const where = 'Erika Mustermann;Torstraße 1;Berlin;10119;DE'

t.test('a spreadsheet of orders is placed once, row by row', async (t) => {
  const goods = await shelve(test, await openShop(test), { stock: 10 })
  const buyer = await openBuyer(test)
  const text = [
    header,
    `A-1;${goods.variantId};;2;${where};50.00;EUR`,
    `A-1;;${goods.wireId};1;${where};50.00;EUR`,
    `A-2;${goods.variantId};;1;${where};14.90;EUR`,
  ].join('\r\n')
  const placed = await importText(buyer, `\uFEFF${text}`)
  t.match(placed, [
    { line: 2, reference: 'A-1', status: 'placed', order: { total: { amountMinor: 3490 } } },
    { line: 4, reference: 'A-2', status: 'placed', order: { clientReference: 'A-2' } },
  ])
  t.equal((await stockOf(test, goods)).available, 6)
  const again = await importText(buyer, text)
  t.same(
    again.map(({ status }) => status),
    ['repeated', 'repeated'],
  )
  t.equal((await stockOf(test, goods)).available, 6, 'running the file again orders nothing')
})

t.test('what is wrong is named by line and column and stops nothing else', async (t) => {
  const [one, two] = [await openShop(test), await openShop(test)]
  const goods = await shelve(test, one, { stock: 1 })
  const twin = await shelve(test, two)
  await test.database.transaction(
    ({ sql }) =>
      sql`update variants set sku = 'TWIN' where id in (${goods.variantId}, ${twin.variantId})`,
  )
  const buyer = await openBuyer(test)
  const v = goods.wireId
  const results = await importText(
    buyer,
    [
      header,
      `B-1;NONE;;x;${where};50.00;EUR`,
      `B-2;TWIN;;1;${where};50.00;EUR`,
      `B-3;;${v};1;${where};0.999;EUR`,
      `B-4;;${v};1;${where};;EUR`,
      `B-5;;${v};1;Erika;Torstraße 1;Berlin;1011;DE;50.00;EUR`,
      `B-6;;${v};2;${where};50.00;EUR`,
      `B-7;;${v};1;${where};14.89;EUR`,
      `;;${v};1;${where};50.00;EUR`,
      `B-8;;${v};1;${where};50.00;EUR`,
    ].join('\n'),
  )
  const seen = results.map(({ reference, problems }) => [
    reference,
    ...problems.map(({ line, column, code }) => `${line} ${column} ${code}`),
  ])
  t.same(seen, [
    ['B-1', '2 quantity wrong_format', '2 sku unknown_sku'],
    ['B-2', '3 seller ambiguous_sku'],
    ['B-3', '4 maxTotal wrong_format'],
    ['B-4', '5 maxTotal required'],
    ['B-5', '6 postalCode invalid_postal_code'],
    ['B-6', '7 quantity out_of_stock'],
    ['B-7', '8 null price_changed'],
    [null, '9 reference required'],
    ['B-8'],
  ])
  t.equal(results.at(-1)?.status, 'placed')
})

t.test('a file of another kind is refused', async (t) => {
  const buyer = await openBuyer(test)
  await t.rejects(importText(buyer, 'Handle,Title\nx,y\n'), OrderFileError)
  await t.rejects(importText(buyer, 'reference,quantity\n"A-1,1\n'), OrderFileError)
})
