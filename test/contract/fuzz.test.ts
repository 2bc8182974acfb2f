import fc from 'fast-check'
import t from 'tap'
import { operations } from '../../src/contract/operations.ts'
import { type Code, errorCodes, genericCodes } from '../../src/core/errors.ts'
import { newId } from '../../src/core/ids.ts'
import { type AnyOperation, httpShape, isWrite } from '../../src/core/operation.ts'
import { impliedCodes } from '../../src/core/run.ts'
import { fieldErrors, validatorOf } from '../../src/core/validate.ts'
import type { Answer, TestKey } from '../support/app.ts'
import { type Schema, validOf } from './arbitrary.ts'
import { graphqlCallOf } from './graphql-call.ts'
import { mutationsOf } from './mutations.ts'
import { isQuery, type RestCall, restCallOf, send } from './rest-call.ts'
import { rowMarks } from './row-marks.ts'
import { type Ids, world } from './world.ts'

/** FUZZ_SEED repeats a run, FUZZ_RUNS deepens it, FUZZ_ONLY picks operations by name. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123)
const runs = Number(process.env.FUZZ_RUNS ?? 15)
const only = process.env.FUZZ_ONLY?.split(',')
t.comment(`seed ${seed}, ${runs} runs of each kind`)

t.setTimeout(600_000)
const stage = await world(t)
const { test } = stage

interface Actor {
  readonly key: TestKey
  readonly ids: Ids
}

/** Who may call an operation at all; others are refused before anything is read. */
function actorsOf(operation: AnyOperation): Actor[] {
  const { buyer, seller, operator, developer, ids } = stage
  const live = (key: TestKey) => ({ key, ids: ids.live })
  const inTest = { key: developer, ids: ids.test }
  if (operation.scope === 'operator') return [live(operator)]
  if (operation.tag === 'sandbox') return [inTest]
  return [live(buyer), live(seller), live(operator), inTest]
}

function codesOf(operation: AnyOperation): readonly Code[] {
  return [...genericCodes, ...(operation.errors ?? []), ...impliedCodes(operation)]
}

/** What is wrong with an answer whatever was asked; undefined where nothing is. */
function faultOf(operation: AnyOperation, { status, body, headers }: Answer): string | undefined {
  if (status < 300) {
    if (status !== (operation.status ?? 200)) return `status ${status}`
    const validator = validatorOf(operation.output)
    if (validator.check(body)) return undefined
    return `breaks its schema: ${JSON.stringify(fieldErrors(validator.errors(body)))}`
  }
  const code = body?.code as Code
  if (code === 'internal_error' || code === 'service_unavailable') return `${status} ${code}`
  if (!codesOf(operation).includes(code)) return `undeclared ${status} ${code}`
  if (errorCodes[code].status !== status) return `${code} with status ${status}`
  if (!String(headers['content-type']).startsWith('application/problem+json')) return 'no problem'
  const isWorded = body.detail?.length > 0 && body.title?.length > 0 && body.requestId?.length > 0
  return isWorded ? undefined : 'a problem without words'
}

function shown({ method, url, body }: RestCall, { status, body: answer }: Answer): string {
  const sent = JSON.stringify(body)?.slice(0, 400) ?? ''
  return `${method} ${url.slice(0, 300)} ${sent} -> ${status} ${JSON.stringify(answer).slice(0, 500)}`
}

interface Trial {
  readonly input: Record<string, unknown>
  readonly actor: Actor
  readonly pick: number
}

function trialsOf(operation: AnyOperation): Trial[] {
  const trial = fc.constantFrom(...actorsOf(operation)).chain((actor) =>
    fc.record({
      actor: fc.constant(actor),
      input: validOf(operation.input as Schema, actor.ids) as fc.Arbitrary<Trial['input']>,
      pick: fc.nat(),
    }),
  )
  return fc.sample(trial, { seed, numRuns: runs })
}

let asked = 0
let marks = await rowMarks(test.database)

/** The tables that were written since this was asked last. */
async function written(): Promise<string[]> {
  const before = marks
  marks = await rowMarks(test.database)
  return Object.keys(marks).filter((table) => before[table] !== marks[table])
}

/** Sends one input and names what broke: the answer, or the promise that a refusal changes nothing. */
async function attempt(operation: AnyOperation, { actor, input }: Omit<Trial, 'pick'>) {
  const call = restCallOf(operation, input)
  const answer = await send(test, actor.key.key, call)
  asked++
  const faults: string[] = []
  const fault = faultOf(operation, answer)
  if (fault !== undefined) faults.push(`${fault}: ${shown(call, answer)}`)
  const tables = isWrite(operation) ? await written() : []
  if (answer.status >= 400 && tables.length > 0) {
    faults.push(`wrote ${tables} though refused: ${shown(call, answer)}`)
  }
  return { answer, faults, call }
}

async function valid(operation: AnyOperation, trial: Trial): Promise<string[]> {
  return (await attempt(operation, trial)).faults
}

const refused = new Set<Code>(['graphql_invalid', 'graphql_too_complex'])

/** The same input over the other door: whatever is refused is refused in the contract's words. */
async function overGraphql(operation: AnyOperation, { actor, input }: Trial): Promise<string[]> {
  const { query, variables } = graphqlCallOf(operation, input, newId())
  const { status, body } = await test.graphql(query, { key: actor.key.key, variables })
  asked++
  const faults: string[] = []
  for (const { message, extensions } of body.errors ?? []) {
    const code = extensions?.code as Code
    const isKnown = refused.has(code) || codesOf(operation).includes(code)
    if (isKnown && code !== 'internal_error' && code !== 'service_unavailable') continue
    faults.push(`GraphQL ${status} ${code} ${message}: ${JSON.stringify(variables).slice(0, 400)}`)
  }
  const tables = isWrite(operation) ? await written() : []
  if (body.errors && tables.length > 0) faults.push(`GraphQL wrote ${tables} though refused`)
  return faults
}

async function invalid(operation: AnyOperation, { actor, input, pick }: Trial): Promise<string[]> {
  const { pathParams } = httpShape(operation)
  const mutations = mutationsOf(operation.input as Schema, input, {
    isText: isQuery(operation),
    fixed: pathParams,
  })
  const mutation = mutations[pick % mutations.length]
  if (mutation === undefined) return []
  const { answer, faults, call } = await attempt(operation, { actor, input: mutation.input })
  const pointers: string[] = (answer.body?.errors ?? []).map(
    (one: { pointer: string }) => one.pointer,
  )
  const isPointed = pointers.some((one) => one === mutation.pointer)
  if (answer.status !== 400 || !isPointed) {
    faults.push(`${mutation.what} at ${mutation.pointer}: ${shown(call, answer)}`)
  }
  return faults
}

for (const operation of operations) {
  if (only && !only.includes(operation.name)) continue
  t.test(operation.name, async (t) => {
    const faults: string[] = []
    for (const [index, trial] of trialsOf(operation).entries()) {
      faults.push(...(await valid(operation, trial)), ...(await invalid(operation, trial)))
      if (index % 3 > 0 || operation.restOnly !== undefined) continue
      faults.push(...(await overGraphql(operation, trial)))
    }
    t.strictSame(faults, [], 'every answer keeps the contract')
  })
}

t.test('enough was asked', async (t) => {
  t.ok(asked >= (only?.length ?? operations.length) * runs, `${asked} requests`)
})
