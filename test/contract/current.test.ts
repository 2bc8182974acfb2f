import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { staleContracts } from '../../src/contract/generate.ts'

t.test('the committed contracts are those of the code', async (t) => {
  t.same(await staleContracts(), [], 'out of date: run `npm run generate` and commit the result')
})

t.test('openapi.yaml obeys the strict rules of its linter', async (t) => {
  const cli = path.resolve('node_modules/@redocly/cli/bin/cli.js')
  const config = path.resolve('test/contract/redocly.yaml')
  const args = [cli, 'lint', 'openapi.yaml', '--config', config, '--format', 'json']
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env,
    maxBuffer: 50_000_000,
  }).catch((error: { stdout: string }) => error)
  const { problems } = JSON.parse(stdout) as { problems: Problem[] }
  t.same(
    problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer} ${message}`),
    [],
  )
})

interface Problem {
  ruleId: string
  message: string
  location: { pointer?: string }[]
}
