import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** Whether the machine has pgbench; without it ratios to it are left out. */
export function hasPgbench(): boolean {
  return spawnSync('pgbench', ['--version']).status === 0
}

/**
 * Transactions a second of scripts chosen at random, prepared, with as many clients. Left to itself the
 * server plans a statement anew five times before it keeps a plan; `plansOnce` for statements that are
 * run with one kept from the first.
 */
export function pgbench(
  url: string,
  scripts: readonly string[],
  {
    clients,
    seconds,
    plansOnce = false,
  }: { clients: number; seconds: number; plansOnce?: boolean },
): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'entrepot-pgbench-'))
  try {
    const files = scripts.flatMap((script, i) => {
      const file = path.join(folder, `${i}.sql`)
      writeFileSync(file, script)
      return ['-f', file]
    })
    const threads = String(Math.min(2, clients))
    const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', threads]
    const done = spawnSync('pgbench', [...args, '-T', String(seconds), ...files, url], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...(plansOnce ? { PGOPTIONS: '-c plan_cache_mode=force_generic_plan' } : {}),
      },
      maxBuffer: 64 * 1024 * 1024,
    })
    const rate = /tps = ([\d.]+) \(without initial/.exec(done.stdout)?.[1]
    if (rate === undefined) throw new Error(`pgbench failed: ${done.stderr}`)
    return Number(rate)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
