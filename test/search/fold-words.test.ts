import t from 'tap'
import { foldWords } from '../../src/search/fold-words.ts'
import { freshLexiconOf, lexiconOf } from '../../src/search/lexicon-cache.ts'
import { appendWords } from '../../src/search/queries-index.ts'
import { testDatabase } from '../support/database.ts'

const languages = ['en', 'de', 'ja', 'sv', 'fi']

t.test('word counts are folded into few rows and stay what they were', async (t) => {
  const database = await testDatabase(t)
  const append = (rows: number) =>
    database.transaction(async (db) => {
      for (let n = 0; n < rows; n++) {
        await appendWords(
          db,
          languages.map((language) => ({
            language,
            documents: 2,
            words: ['kabel', `${language}${n % 7}`],
            counts: [1, 2],
          })),
        )
      }
    })
  const stored = () =>
    database.read(
      ({ sql }) => sql<{ rows: number; documents: number; counts: number; kabel: number }[]>`
        select count(*)::int as rows, sum(documents)::int as documents,
          (select sum(n)::int from search_words, unnest(counts) n) as counts,
          (select sum(n)::int from search_words, unnest(words, counts) w(word, n)
            where word = 'kabel') as kabel
        from search_words`,
    )
  const foldAll = async () => {
    let took = 0
    for (let folded = -1; folded !== 0; took += folded) folded = await foldWords(database)
    return took
  }

  await append(3)
  t.equal(await foldAll(), 0, 'few rows are left alone')
  const before = await database.read((db) => lexiconOf(db))
  t.equal(before.count('kabel'), 3 * languages.length, 'read row by row')

  for (let round = 0; round < 6; round++) {
    await append(30)
    t.ok((await foldAll()) > 0, 'many rows are folded')
  }
  const [row] = await stored()
  const batches = 3 + 6 * 30
  t.match(row, {
    documents: 2 * batches * languages.length,
    counts: 3 * batches * languages.length,
    kabel: batches * languages.length,
  })
  t.ok(row!.rows < 40 + 4 * languages.length, `${row!.rows} rows are left`)
  const after = await database.read((db) => freshLexiconOf(db))
  t.equal(after.count('kabel'), row!.kabel, 'whoever read before knows the rest')
  t.equal(after.documents, row!.documents)
})
