import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Finished>
}

/** Starts the command line. */
export function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['src/main.js', ...args], {
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out = collect(child)
  const ended = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...out }))
  })
  return { child, ended }
}

/** Runs the command line to its end. */
export function entrepot(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Finished> {
  return start(args, env).ended
}

export interface Serving extends Running {
  readonly url: string
}

/** Starts a server and answers once it is ready. */
export async function startServing(env: Record<string, string>, port: number): Promise<Serving> {
  const { child, ended } = start(['serve'], { PORT: String(port), ...env })
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    const isReady = await fetch(`${url}/readyz`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isReady) return { child, url, ended }
    if (child.exitCode !== null) throw new Error(`the server ended: ${(await ended).stderr}`)
    await pause(50)
  }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const out = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk) => {
    out.stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    out.stderr += chunk
  })
  return out
}
