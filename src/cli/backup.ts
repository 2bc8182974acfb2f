import { once } from 'node:events'
import { open, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Command } from 'commander'
import { type BackupCounts, backUp } from '../core/backup.ts'
import { RestoreError, restore } from '../core/restore.ts'
import { withDatabase } from './database.ts'
import { CommandError } from './report.ts'

export function backupCommand(): Command {
  return new Command('backup')
    .description('write everything that the database holds to a file, while others go on')
    .argument('<file>', 'where to: SQL in gzip, which psql runs too')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: { json?: true }) => {
      const counts = await write(file).catch((error) => {
        throw expected(error, file)
      })
      const { size: bytes } = await stat(file)
      if (json) console.log(JSON.stringify({ file, ...counts, bytes }))
      else console.log(`${counts.rows} rows of ${counts.tables} tables in ${file}, ${bytes} bytes.`)
    })
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of what the database holds; stop the servers first')
    .argument('<file>', 'what backup wrote')
    .option('--replace', 'give up what the database holds')
    .option('--json', 'print JSON')
    .action(async (file: string, { replace = false, json }: { replace?: boolean; json?: true }) => {
      await putBack(file, replace)
      console.log(json ? JSON.stringify({ file }) : `Restored ${file}.`)
    })
}

/** Written beside the file and put in its place when it is whole; it holds secrets of webhooks. */
async function write(file: string): Promise<BackupCounts> {
  const part = `${file}.part`
  // Opened first: a folder that is not there is no fault of the database's socket.
  const handle = await open(part, 'w', 0o600)
  const zip = createGzip()
  const written = pipeline(zip, handle.createWriteStream())
  written.catch(() => {})
  try {
    const counts = await withDatabase((database) =>
      backUp(database, async (piece) => {
        if (!zip.write(piece)) await Promise.race([once(zip, 'drain'), written])
      }),
    )
    zip.end()
    await written
    await rename(part, file)
    return counts
  } catch (error) {
    zip.destroy()
    await rm(part, { force: true })
    throw error
  }
}

async function putBack(file: string, mayReplace: boolean): Promise<void> {
  try {
    const handle = await open(file)
    const script = createGunzip()
    // What goes wrong is told by reading the script.
    pipeline(handle.createReadStream(), script).catch(() => {})
    await withDatabase((database) => restore(database, script, mayReplace))
  } catch (error) {
    throw expected(error, file)
  }
}

function expected(error: unknown, file: string): unknown {
  if (error instanceof RestoreError) return new CommandError(`${file}: ${error.message}`)
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new CommandError(`${file}: there is no such file or folder.`)
  if (code?.startsWith('Z_')) return new CommandError(`${file}: it is no backup, or a damaged one.`)
  return error
}
