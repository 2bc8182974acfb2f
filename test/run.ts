import { spawn } from 'node:child_process'
import { glob } from 'node:fs/promises'
import os from 'node:os'
import { Parser } from 'tap-parser'
import { testServer } from './support/database.ts'

/**
 * The whole check, static and dynamic: types, lint and format, then every test file in a process of
 * its own against one database server. `npm test -- orders search` runs the files so named only.
 */

interface Result {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
  /** What a person wants to read when it failed. */
  readonly output: string
}

const fileTimeoutMs = 15 * 60_000

function run(command: string, args: readonly string[], timeoutMs: number) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    // tap gives up on a file after 30 s of its own, which a busy machine needs for a slow one.
    const env = { ...process.env, TAP_TIMEOUT: String(fileTimeoutMs / 1000) }
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr })
    })
  })
}

async function timed(name: string, work: () => Promise<Omit<Result, 'name' | 'seconds'>>) {
  const began = performance.now()
  const result = await work()
  return { name, seconds: (performance.now() - began) / 1000, ...result }
}

function runTool(name: string, args: readonly string[]): Promise<Result> {
  return timed(name, async () => {
    const { code, stdout, stderr } = await run(process.execPath, args, fileTimeoutMs)
    const isGood = code === 0
    return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, output: stdout + stderr }
  })
}

function runFile(file: string): Promise<Result> {
  return timed(file, async () => {
    const { code, stdout, stderr } = await run(process.execPath, [file], fileTimeoutMs)
    const { passed, failed } = countsOf(stdout)
    // A file that died or asserted nothing has failed, whatever it printed before.
    const isBroken = (code !== 0 && failed === 0) || passed + failed === 0
    return { passed, failed: failed + (isBroken ? 1 : 0), output: stdout + stderr }
  })
}

/** Assertions that passed and failed, over all levels of a TAP stream. */
function countsOf(tap: string): { passed: number; failed: number } {
  let passed = 0
  let failed = 0
  const count = (parser: Parser) => {
    parser.on('assert', (assertion) => {
      // The line that sums a subtest up is not an assertion of its own.
      if (/ # Subtest|^Subtest/.test(assertion.name)) return
      if (assertion.ok || assertion.todo || assertion.skip) passed++
      else failed++
    })
    parser.on('child', (child) => count(child))
  }
  const parser = new Parser()
  count(parser)
  parser.end(tap)
  return { passed, failed }
}

function report(result: Result): void {
  const mark = result.failed === 0 ? 'ok  ' : 'FAIL'
  console.log(
    `${mark} ${result.name} (${result.passed} passed, ${result.failed} failed, ${result.seconds.toFixed(1)} s)`,
  )
  if (result.failed > 0) console.log(result.output.replace(/^/gm, '    '))
}

async function pooled<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>) {
  const queue = [...items]
  await Promise.all(
    Array.from({ length: size }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
    }),
  )
}

async function filesOf(filters: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob('test/**/*.test.ts')) files.push(file)
  const wanted = (file: string) =>
    filters.length === 0 || filters.some((name) => file.includes(name))
  // The longest first, so that it does not run alone at the end.
  const rank = (file: string) => (file.includes('/crash.test') ? 0 : 1)
  return files.filter(wanted).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

const filters = process.argv.slice(2)
const results: Result[] = []
const note = (result: Result) => {
  results.push(result)
  report(result)
}

if (filters.length === 0) {
  note(await runTool('types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']))
  note(await runTool('lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']))
}
const server = await testServer()
console.log(`# PostgreSQL: ${process.env.DATABASE_URL ? 'DATABASE_URL' : 'embedded'}`)
try {
  const size = Math.max(1, Math.min(4, os.availableParallelism()))
  await pooled(await filesOf(filters), size, async (file) => note(await runFile(file)))
} finally {
  await server.close()
}

const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
for (const result of results) if (result.failed > 0) console.log(`FAIL ${result.name}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
