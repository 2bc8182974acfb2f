import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

export interface Running {
  readonly child: ChildProcess
  readonly pid: number
  readonly base: string
  stop(): Promise<void>
}

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Node's flags as an npm script gives them. */
const flagsOf = (script: string): string[] =>
  scripts[script].split(' ').filter((word: string) => word.startsWith('--'))

export const nodeFlags: readonly string[] = flagsOf('start')

/** The command line without its command. */
export const entrepot = [...flagsOf('entrepot'), 'src/main.js']

/** The server without its worker. */
export const serve = [...nodeFlags, 'src/main.js', 'serve', '--no-worker']

/** Starts a script as a process of its own and waits until `path` answers 200. */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string>,
  { port, path = '/readyz', withinMs = 60_000 }: { port: number; path?: string; withinMs?: number },
): Promise<Running> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const base = `http://127.0.0.1:${port}`
  const deadline = performance.now() + withinMs
  for (;;) {
    const isUp = await fetch(base + path).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isUp) break
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${args.join(' ')} did not come up`)
    }
    await pause(20)
  }
  return {
    child,
    pid: child.pid!,
    base,
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Resident memory of a process in MiB. */
export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}

/** CPU milliseconds a process and its ended children have used. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return ticks * 10
}
