import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Test } from './database.ts'

/** The real server in a process of its own, to be killed and started again at the same address. */
export interface ServerProcess {
  readonly url: string
  /** Starts it and waits until it is ready. */
  start(): Promise<void>
  /** Kills it without a chance to finish anything. */
  kill(): Promise<void>
}

const root = join(import.meta.dirname, '../..')
const startMs = 60_000

/** Describes a server with the given environment; it is gone after the test. */
export async function serverProcess(t: Test, env: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await warmUp()
  let child: ChildProcess | undefined
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  t.teardown(kill)
  return {
    url,
    kill,
    async start() {
      child = spawnServer({ ...env, PORT: String(port) })
      await untilReady(child, url)
    },
  }
}

// Compiled code is kept when a process ends in peace, which those of this test never do.
async function warmUp(): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/main.js', '--help'], { cwd: root })
}

function spawnServer(env: Record<string, string>): ChildProcess {
  const { PATH = '' } = process.env
  return spawn(process.execPath, ['src/main.js', 'serve'], {
    cwd: root,
    env: { PATH, LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  for (const endsAt = Date.now() + startMs; Date.now() < endsAt; await pause(10)) {
    if (child.exitCode !== null) throw new Error(`The server did not start: ${words}`)
    const isReady = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isReady) return
  }
  throw new Error(`The server was not ready within ${startMs} ms`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}
