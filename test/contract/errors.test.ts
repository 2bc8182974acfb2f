import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import t from 'tap'
import { parse } from 'yaml'
import { operations } from '../../src/contract/operations.ts'
import { type Code, errorCodes, genericCodes } from '../../src/core/errors.ts'
import { impliedCodes } from '../../src/core/run.ts'

const codes = Object.keys(errorCodes).sort() as Code[]

t.test('the contract, the SDK and the README list exactly the codes of the code', async (t) => {
  const openapi = parse(readFileSync('openapi.yaml', 'utf8')) as {
    components: { schemas: { ErrorCode: { enum: string[] } } }
  }
  t.same(openapi.components.schemas.ErrorCode.enum, codes, 'openapi.yaml')
  const union = /export type ErrorCode = ([^\n]+)/.exec(readFileSync('sdk/generated.ts', 'utf8'))
  t.same([...(union?.[1] ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1]).sort(), codes, 'SDK')
  const readme = readFileSync('README.md', 'utf8')
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm)]
  t.same(rows.map((row) => row[1]).sort(), codes, 'README')
  for (const [, code, status] of rows) {
    t.equal(Number(status), errorCodes[code as Code]?.status, String(code))
  }
})

t.test('every code can come from somewhere that says so', async (t) => {
  // Codes of what is no operation: GraphQL documents, callbacks of payment providers, the record of
  // an import that ran in the background.
  const ofDoors: Code[] = [
    'graphql_invalid',
    'graphql_too_complex',
    'invalid_signature',
    'import_in_progress',
  ]
  const declared = new Set<string>([...genericCodes, ...ofDoors])
  for (const operation of operations) {
    for (const code of [...(operation.errors ?? []), ...impliedCodes(operation)]) {
      declared.add(code)
    }
  }
  t.same(
    codes.filter((code) => !declared.has(code)),
    [],
    'no operation declares these',
  )
})

t.test('operations declare what goes beyond the generic codes, once', async (t) => {
  for (const { name, errors = [] } of operations) {
    t.equal(new Set(errors).size, errors.length, name)
    for (const code of errors) t.notOk(genericCodes.includes(code), `${name} need not name ${code}`)
  }
})

t.test('every code is thrown somewhere', async (t) => {
  let source = ''
  for await (const file of glob('src/**/*.ts')) {
    if (!/core\/errors\.ts$/.test(file)) source += readFileSync(file, 'utf8')
  }
  for (const code of codes) t.match(source, `'${code}'`, code)
})

t.test('retryable codes have statuses that clients repeat', async (t) => {
  for (const code of codes) {
    const { status, retryable } = errorCodes[code] as { status: number; retryable?: true }
    if (retryable) t.ok([409, 429, 502, 503].includes(status), code)
  }
})
