import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { entrepot } from '../support/process.ts'

export interface ImportRun {
  readonly products: number
  readonly seconds: number
  readonly productsPerSecond: number
  /** Most memory the process held at once. */
  readonly peakMiB: number
}

interface Report {
  status: string
  created: number
  updated: number
  unchanged: number
  failed: number
  startedAt: string
  finishedAt: string
}

/** Imports a feed with the command line in a process of its own, and watches its memory. */
export async function importInProcess(
  file: string,
  seller: string,
  env: Readonly<Record<string, string>>,
): Promise<ImportRun> {
  const child = spawn(
    process.execPath,
    [...entrepot, 'import', file, '--seller', seller, '--json'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let peakMiB = 0
  const watch = setInterval(async () => {
    peakMiB = Math.max(peakMiB, await peakOf(child.pid!))
  }, 50)
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import of ${file} ended with ${code}`)
  const report = JSON.parse(output) as Report
  const products = report.created + report.updated + report.unchanged
  if (report.failed > 0) throw new Error(`${report.failed} rows of ${file} failed`)
  const seconds = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000
  return { products, seconds, productsPerSecond: products / seconds, peakMiB }
}

/** The peak resident memory of a process; 0 once it is gone. */
async function peakOf(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
    throw error
  }
}
