import { gzipSync } from 'node:zlib'
import t from 'tap'
import { scopes } from '../../src/core/operation.ts'
import { fixture } from './feeds/read.ts'
import { line, shop } from './shop.ts'

// A busy machine may take its time; nothing here measures it.
t.setTimeout(120_000)

t.test('every format arrives as products that can be read', async (t) => {
  const { app, owner, stranger, sellerId, importFeed } = await shop(t)
  const expected: [string, string, number][] = [
    ['shopify.csv', 'shopifyCsv', 3],
    ['google.tsv', 'googleTsv', 3],
    ['google-rss.xml', 'googleXml', 2],
    ['google-atom.xml', 'googleXml', 1],
    ['products.jsonl', 'jsonLines', 2],
  ]
  for (const [name, format, created] of expected) {
    const { body } = await importFeed(fixture(name))
    t.match(body, { status: 'completed', format, created, failed: 0, progress: 1 }, name)
  }
  const { body } = await app.request('GET', `/v1/products?sellerId=${sellerId}&limit=100`, {
    key: stranger.key,
  })
  t.equal(body.data.length, 10, 'the draft of the Shopify export is not among them')
  const scarf = body.data.find((p: { externalId: string }) => p.externalId === 'wool-scarf')
  t.match(scarf, {
    categoryPath: ['Scarves'],
    isOnSale: true,
    shipsFrom: 'DE',
    variants: [
      { sku: 'FS-RED', price: { amountMinor: 3990, currency: 'EUR' }, stock: 12 },
      { sku: 'FS-BLUE', stock: 0 },
    ],
  })
  const lamp = body.data.find((p: { externalId: string }) => p.externalId === 'G-1')
  t.same(
    lamp.categoryPath,
    ['Home & Garden', 'Lighting'],
    'numbers of the Google taxonomy become its names',
  )
  const imports = await app.request('GET', '/v1/imports?limit=2', { key: owner.key })
  t.equal(imports.body.data.length, 2)
  t.ok(imports.body.nextCursor)
})

t.test('texts arrive as they are, whatever marks are in them', async (t) => {
  const { app, stranger, importFeed } = await shop(t)
  const texts = [
    'a\nb',
    '\\N',
    'null',
    '{a,"b"}',
    `it's "this" \\ that`,
    '漢字 🎉 ™ é',
    '\u001e|\u001e',
    '★',
  ]
  const feed = texts.map((text, index) =>
    line(`p${index}`, {
      title: `Lamp ${text}`,
      description: text,
      brand: text,
      mpn: text,
      restrictions: [text, 'battery'],
      attributes: { finish: text },
      variants: [1, 2].map((n) => ({
        sku: `${index}${text}${n}`,
        price: { amountMinor: 1000, currency: 'EUR' },
        options: [{ name: 'Kind', value: `${text}${n}` }],
      })),
    }),
  )
  const { body } = await importFeed(feed.join(''))
  t.match(body, { created: texts.length, failed: 0, errors: 0 })
  for (const [index, text] of texts.entries()) {
    const query = new URLSearchParams({ q: 'lamp', brands: text })
    const found = await app.request('GET', `/v1/products/search?${query}`, { key: stranger.key })
    const one = found.body.data.find((p: { externalId: string }) => p.externalId === `p${index}`)
    const { body } = await app.request('GET', `/v1/products/${one?.id}`, { key: stranger.key })
    for (const shown of [one, body]) {
      t.match(shown, {
        title: `Lamp ${text}`,
        description: text,
        brand: text,
        mpn: text,
        restrictions: [text, 'battery'],
        variants: [1, 2].map((n) => ({
          sku: `${index}${text}${n}`,
          options: [{ name: 'Kind', value: `${text}${n}` }],
        })),
      })
    }
    t.same(body.attributes, [{ name: 'finish', value: text }])
  }
  const again = await importFeed(feed.join(''))
  t.match(again.body, { created: 0, updated: 0, unchanged: texts.length })
  await importFeed(line('alone', { brand: '☆' }))
  const starred = await app.request('GET', '/v1/products/search?q=product&brands=☆', {
    key: stranger.key,
  })
  t.match(starred.body.data, [{ externalId: 'alone', brand: '☆' }], 'a brand without letters')
})

t.test('importing again touches only what changed', async (t) => {
  const { app, owner, sellerId, importFeed } = await shop(t)
  const products = async () => {
    const { body } = await app.request('GET', `/v1/products?sellerId=${sellerId}`, {
      key: owner.key,
    })
    return new Map(body.data.map((p: { externalId: string }) => [p.externalId, p]))
  }
  await importFeed(line('a') + line('b') + line('c'))
  const before = await products()
  const again = await importFeed(gzipSync(line('a') + line('b') + line('c')))
  t.match(again.body, { created: 0, updated: 0, unchanged: 3, retired: 0 })
  t.same(await products(), before, 'not even the time of change')

  const changed = line('b', {
    title: 'New title',
    variants: [
      { sku: 'b', price: { amountMinor: 900, currency: 'EUR' }, stock: 5 },
      { sku: 'b-2', price: { amountMinor: 950, currency: 'EUR' }, stock: 1 },
    ],
  })
  const partly = await importFeed(changed)
  t.match(partly.body, { created: 0, updated: 1, unchanged: 0, retired: 0 })
  const after = await products()
  t.same(after.get('a'), before.get('a'))
  t.match(after.get('b'), {
    id: (before.get('b') as { id: string }).id,
    title: 'New title',
    variants: [
      { sku: 'b', price: { amountMinor: 900 } },
      { sku: 'b-2', stock: 1 },
    ],
  })
})

t.test('a full import retires what has disappeared, and brings it back', async (t) => {
  const { app, owner, sellerId, importFeed } = await shop(t)
  const listed = async (status: string) => {
    const url = `/v1/products?sellerId=${sellerId}&status=${status}`
    const { body } = await app.request('GET', url, { key: owner.key })
    return body.data.map((p: { externalId: string }) => p.externalId)
  }
  await importFeed(line('a') + line('b') + line('c'))
  const full = await importFeed(line('a') + line('d'), '&full=true')
  t.match(full.body, { created: 1, unchanged: 1, retired: 2, isFull: true })
  t.same(await listed('active'), ['a', 'd'])
  t.same(await listed('retired'), ['b', 'c'])
  const back = await importFeed(line('b'))
  t.match(back.body, { created: 0, updated: 1 })
  t.same(await listed('active'), ['a', 'b', 'd'])

  const withError = await importFeed(`${line('a')}{"id":"d","title":""}\n`, '&full=true')
  t.match(withError.body, { retired: 1, failed: 1 })
  t.same(await listed('active'), ['a', 'd'], 'a product with a bad row has not disappeared')
  const blind = await importFeed(`${line('a')}{"id":\n`, '&full=true')
  t.match(blind.body, { retired: 0, failed: 1, warnings: 1 })
  t.same(await listed('active'), ['a', 'd'], 'a row that cannot be read may be any product')
})

t.test('a SKU that moves to another product leaves none behind without a price', async (t) => {
  const { app, owner, importFeed } = await shop(t)
  const sold = (sku: string, amountMinor: number) => ({
    sku,
    price: { amountMinor, currency: 'EUR' },
    stock: 5,
  })
  await importFeed(
    line('whole', { variants: [sold('s-1', 100)] }) +
      line('part', { variants: [sold('s-2', 200), sold('s-3', 300)] }),
  )
  const { body } = await importFeed(line('new', { variants: [sold('s-1', 100), sold('s-2', 200)] }))
  t.match(body, { created: 1, updated: 0, retired: 1 })
  const found = await app.request('GET', '/v1/products/search?q=product&sort=priceAscending', {
    key: owner.key,
  })
  const shown = found.body.data.map(({ externalId, offer, variants }: never) => [
    externalId,
    (offer as { price: { amountMinor: number } }).price.amountMinor,
    (variants as { sku: string }[]).map(({ sku }) => sku),
  ])
  t.same(shown, [
    ['new', 100, ['s-1', 's-2']],
    ['part', 300, ['s-3']],
  ])
  const back = await importFeed(line('part', { variants: [sold('s-2', 200), sold('s-3', 300)] }))
  t.match(back.body, { created: 0, updated: 1, retired: 0 }, 'the same words are news again')
})

t.test('bad rows are told with place, reason and fix, and stop nothing', async (t) => {
  const { app, owner, stranger, importFeed } = await shop(t)
  const { body } = await importFeed(
    line('a') +
      '{"id":"b"\n' +
      line('c', { title: 'nul \u0000' }) +
      line('a') +
      line('d', {
        variants: [{ sku: 'a', price: { amountMinor: 1, currency: 'EUR' }, stock: 1 }],
      }) +
      line('e', { gtins: ['123'], mood: 'good' }) +
      line('f'),
  )
  t.match(body, { status: 'completed', created: 3, failed: 4, errors: 4, warnings: 2 })
  const url = `/v1/imports/${body.id}/errors`
  const first = await app.request('GET', `${url}?limit=4`, { key: owner.key })
  const rest = await app.request('GET', `${url}?cursor=${first.body.nextCursor}`, {
    key: owner.key,
  })
  const all = [...first.body.data, ...rest.body.data]
  t.same(
    all
      .map((p) => [p.severity, p.line, p.column, p.externalId, p.code])
      .sort((a, b) => a[1] - b[1]),
    [
      ['error', 2, '10', null, 'malformed_json'],
      ['error', 3, 'title', 'c', 'nul_character'],
      ['error', 4, 'id', 'a', 'duplicate_product'],
      ['error', 5, 'sku', 'd', 'duplicate_sku'],
      ['warning', 6, '/gtins', 'e', 'gtin_invalid'],
      ['warning', 6, 'mood', null, 'unknown_field'],
    ],
  )
  t.ok(all.every((p) => p.reason !== '' && p.fix !== ''))
  const errors = await app.request('GET', `${url}?severity=warning`, { key: owner.key })
  t.equal(errors.body.data.length, 2)
  const other = await app.request('GET', url, { key: stranger.key })
  t.match(other, { status: 404, body: { code: 'not_found' } })
})

t.test('a file of the wrong kind is refused before anything is written', async (t) => {
  const { app, owner, importFeed } = await shop(t)
  for (const [content, reason] of [
    [fixture('woocommerce.csv'), 'wrong_kind'],
    [Buffer.from('<!doctype html><html></html>'), 'wrong_kind'],
    [Buffer.alloc(0), 'file_empty'],
    [gzipSync('[1,2]'), 'wrong_kind'],
  ] as const) {
    const answer = await importFeed(content)
    t.match(answer, { status: 422, body: { code: 'feed_refused', reason } })
  }
  const mismatch = await importFeed(fixture('google.tsv'), '&format=shopifyCsv')
  t.match(mismatch, { status: 422, body: { reason: 'format_mismatch' } })
  const { body } = await app.request('GET', '/v1/imports', { key: owner.key })
  t.same(body.data, [])
})

t.test('a file that breaks off imports what it holds, retires nothing and fails', async (t) => {
  const { app, owner, sellerId, importFeed } = await shop(t)
  await importFeed(line('old'))
  const whole = fixture('google-rss.xml').toString()
  const cut = whole.slice(0, whole.indexOf('<g:id>SHIRT-L'))
  const { body } = await importFeed(cut, '&full=true')
  t.match(body, { status: 'failed', failure: { code: 'truncated_file' }, retired: 0 })
  const listed = await app.request('GET', `/v1/products?sellerId=${sellerId}`, { key: owner.key })
  t.ok(listed.body.data.some((p: { externalId: string }) => p.externalId === 'old'))
  t.ok(listed.body.data.some((p: { externalId: string }) => p.externalId === 'CAP'))
})

t.test('a file without products changes nothing and says so', async (t) => {
  const { app, owner, importFeed } = await shop(t)
  await importFeed(line('a'))
  const { body } = await importFeed('Handle,Title,Variant Price\n', '&full=true')
  t.match(body, { status: 'completed', retired: 0, errors: 0, warnings: 1 })
  const url = `/v1/imports/${body.id}/errors`
  const problems = await app.request('GET', url, { key: owner.key })
  t.match(problems.body.data, [{ code: 'no_products' }])
})

t.test('only who acts for the seller imports, with a live key', async (t) => {
  const { app, owner, stranger, seller, sellerId } = await shop(t)
  const send = (key: string, query: string) =>
    app.request('POST', `/v1/imports?${query}`, {
      key,
      body: Buffer.from(line('a')),
      headers: { 'content-type': 'application/jsonl' },
    })
  t.match(await send(stranger.key, `seller=${sellerId}`), { status: 404 })
  t.match(await send(owner.key, 'seller=nobody'), { status: 404 })
  t.match(await send(owner.key, ''), { status: 400, body: { code: 'invalid_request' } })
  t.match(await send(owner.key, 'seller=Test%20shop'), { status: 202 }, 'by name')
  const bound = await app.newKey({ sellerId: seller.id })
  t.match(await send(bound.key, ''), { status: 202 }, 'a bound key needs no name')
  const test = await app.newKey({ mode: 'test', sellerId: seller.id })
  t.match(await send(test.key, ''), { status: 403, body: { code: 'forbidden' } })
  const operator = await app.newKey({ kind: 'operator', scopes })
  t.match(await send(operator.key, 'seller=Brand%20new&currency=JPY'), {
    status: 202,
    body: { currency: 'JPY' },
  })
  const wrongType = await app.request('POST', `/v1/imports?seller=${sellerId}`, {
    key: owner.key,
    body: Buffer.from('x'),
    headers: { 'content-type': 'image/png' },
  })
  t.match(wrongType, { status: 415, body: { code: 'unsupported_media_type' } })
})
