import { execFileSync } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Bundles the client for ES modules and CommonJS, each with its declarations, into `dist`. */
export async function buildSdk(outDir: string = path.join(here, 'dist')): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  const shared: BuildOptions = {
    entryPoints: [path.join(here, 'index.ts')],
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
  }
  await Promise.all([
    build({ ...shared, format: 'esm', outfile: path.join(outDir, 'index.js') }),
    build({ ...shared, format: 'cjs', outfile: path.join(outDir, 'index.cjs') }),
  ])
  const compiler = path.join(
    path.dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  )
  execFileSync(process.execPath, [compiler, '-p', here, '--outDir', outDir], { stdio: 'inherit' })
  await declareBoth(outDir)
}

/** Declarations name their neighbours by the extension of the format that they belong to. */
async function declareBoth(outDir: string): Promise<void> {
  const files = (await readdir(outDir)).filter((name) => name.endsWith('.d.ts'))
  for (const name of files) {
    const text = await readFile(path.join(outDir, name), 'utf8')
    const pointing = (extension: string) =>
      text.replace(/(from '\.\/[\w-]+)\.[jt]s'/g, `$1.${extension}'`)
    await writeFile(path.join(outDir, name), pointing('js'))
    await writeFile(path.join(outDir, name.replace(/\.ts$/, '.cts')), pointing('cjs'))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildSdk()
