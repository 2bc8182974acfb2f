import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { SetupError } from './setup-error.ts'

/** The user PostgreSQL runs as when the application is root, which PostgreSQL refuses to be. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Nobody special when not root; else `postgres` or `nobody`, whichever this machine knows. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = numberOf('-u', name)
    const gid = numberOf('-g', name)
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new SetupError(
    'PostgreSQL does not run as root and this machine has no user `postgres` or `nobody`: ' +
      'start Entrepôt as another user or set DATABASE_URL',
  )
}

/** Whether the account may walk into a folder; without an account it is the caller's own. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  if (!account) return true
  const { mode, uid, gid } = statSync(folder)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  const parent = dirname(resolve(folder))
  return (mode & bit) !== 0 && (parent === folder || canEnter(parent, account))
}

function numberOf(flag: string, name: string): number | undefined {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
  } catch {
    return undefined // there is no such user
  }
}
