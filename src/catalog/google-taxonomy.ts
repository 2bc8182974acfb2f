import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const file = new URL('./google-taxonomy.txt.gz', import.meta.url)

let paths: Promise<Map<number, string[]>> | undefined

/** The names on the path of a number of Google's product taxonomy; undefined where it has no such number. */
export async function googlePath(id: number): Promise<readonly string[] | undefined> {
  paths ??= readPaths()
  return (await paths).get(id)
}

async function readPaths(): Promise<Map<number, string[]>> {
  const text = (await promisify(gunzip)(await readFile(file))).toString('utf8')
  const byId = new Map<number, string[]>()
  for (const line of text.split('\n')) {
    const match = /^(\d+) - (.+)$/.exec(line)
    if (match) byId.set(Number(match[1]), match[2]!.trim().split(' > '))
  }
  return byId
}
