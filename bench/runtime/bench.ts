import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nodeFlags, residentMiB, startProcess } from '../support/process.ts'
import type { Bench, Figure } from '../support/report.ts'

/** How soon a fresh installation is of use, and what it takes while nobody asks for anything. */
export const bench: Bench = async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'entrepot-bench-'))
  try {
    return [await demoTour(dataDir), ...(await idleServer(dataDir))]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function demoTour(dataDir: string): Promise<Figure> {
  const began = performance.now()
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeFlags, 'src/main.js', 'demo', '--exit'], {
      env: { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
      stdio: 'ignore',
    })
    child.on('error', reject)
    child.on('exit', resolve)
  })
  if (code !== 0) throw new Error(`demo --exit ended with ${code}`)
  return {
    group: 'runtime',
    name: 'demo on an empty folder, whole tour',
    value: (performance.now() - began) / 1000,
    unit: 's',
    bar: { atMost: 20 },
  }
}

async function idleServer(dataDir: string): Promise<Figure[]> {
  const began = performance.now()
  const env = { DATABASE_URL: '', DATA_DIR: dataDir }
  const server = await startProcess([...nodeFlags, 'src/main.js', 'serve'], env, { port: 39_171 })
  const ready = (performance.now() - began) / 1000
  await pause(3000)
  const resident = await residentMiB(server.pid)
  await server.stop()
  return [
    { group: 'runtime', name: 'serve to ready, second start', value: ready, unit: 's' },
    {
      group: 'runtime',
      name: 'idle server, resident without the database',
      value: resident,
      unit: 'MiB',
      bar: { atMost: 200 },
    },
  ]
}
