import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type Account, canEnter } from './embedded-account.ts'
import type { Binaries } from './embedded-binaries.ts'
import { SetupError } from './setup-error.ts'

const run = promisify(execFile)

/** The superuser of the embedded cluster, reachable only through its private socket. */
export const owner = 'entrepot'

const placeForRoot = '/var/lib/entrepot'

/**
 * The data folder of the cluster below `dataDir`, made on first use. Throws when another major
 * version of PostgreSQL made it.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | undefined,
  fast: boolean,
): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o755 })
  if (account) await letPass(resolve(dataDir), account)
  const cluster = join(resolve(dataDir), 'postgres')
  if (!existsSync(cluster)) await create(cluster, binaries, account, fast)
  const folder = realpathSync(cluster)
  const major = await majorOf(folder)
  if (major !== binaries.major) {
    throw new SetupError(
      `${folder} was made by PostgreSQL ${major} and the one found here is ${binaries.major} ` +
        `(${binaries.postgres}): put version ${major} on PATH, or set DATA_DIR to a new folder`,
    )
  }
  return folder
}

// The server may walk through the data folder to its own, not look around in it.
async function letPass(dataDir: string, account: Account): Promise<void> {
  if (canEnter(dataDir, account) || !canEnter(dirname(dataDir), account)) return
  const { mode } = await stat(dataDir)
  await chmod(dataDir, (mode & 0o777) | 0o011)
}

async function majorOf(folder: string): Promise<number> {
  try {
    return Number((await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim())
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const fix =
      code === 'EACCES'
        ? 'it belongs to another user: run as that user, or set DATA_DIR to a folder of your own'
        : 'it is not a whole PostgreSQL folder: restore it, or set DATA_DIR to a new folder'
    throw new SetupError(`${folder} cannot be used: ${fix}`, { cause: error })
  }
}

async function create(
  cluster: string,
  binaries: Binaries,
  account: Account | undefined,
  fast: boolean,
): Promise<void> {
  // A half-made cluster never carries the final name, whoever dies or races on the way.
  const draft = `${cluster}.${process.pid}`
  const isReachable = canEnter(join(cluster, '..'), account)
  const folder = isReachable ? draft : await elsewhere()
  await rm(draft, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (account) await chown(folder, account.uid, account.gid)
  await initialise(folder, binaries, account, fast).catch(async (error) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  if (!isReachable) await symlink(folder, draft)
  await rename(draft, cluster).catch(async (error) => {
    await rm(folder, { recursive: true, force: true })
    await rm(draft, { force: true })
    if (!existsSync(cluster)) throw error // else another process was faster
  })
}

// Root's own folders are closed to the account that the server runs as.
async function elsewhere(): Promise<string> {
  await mkdir(placeForRoot, { recursive: true, mode: 0o755 })
  return mkdtemp(join(placeForRoot, 'cluster-'))
}

async function initialise(
  folder: string,
  { initdb, major }: Binaries,
  account: Account | undefined,
  fast: boolean,
): Promise<void> {
  const common = ['-D', folder, '-U', owner, '--auth=trust', '--encoding=UTF8', '--no-instructions']
  const sync = fast ? ['--no-sync'] : canSyncAtOnce(major) ? ['--sync-method=syncfs'] : []
  const failures: string[] = []
  for (const locale of locales(major)) {
    const argv = [...common, ...locale, ...sync]
    try {
      await run(initdb, argv, { ...account, cwd: '/' })
      return
    } catch (error) {
      // initdb empties the folder again when it fails.
      failures.push((error as Error).message)
    }
  }
  throw new SetupError(`initdb could not make ${folder}:\n${failures.join('\n')}`)
}

// Once for the file system rather than file by file.
function canSyncAtOnce(major: number): boolean {
  return major >= 17 && process.platform === 'linux'
}

function locales(major: number): string[][] {
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const names = ['C.UTF-8', 'en_US.UTF-8', 'C'].map((name) => [`--locale=${name}`])
  return major >= 17 ? names.map((name) => [...builtin, ...name]) : names
}
