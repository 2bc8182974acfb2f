import { readFileSync } from 'node:fs'
import { describeConfig } from '../core/config.ts'
import { type ErrorCode, errorCodes } from '../core/errors.ts'

const file = new URL('../../README.md', import.meta.url)

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function settingsTable(): string {
  const rows = describeConfig().map(
    ({ name, default: fallback, description }) =>
      `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${cell(description)} |`,
  )
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function errorTable(): string {
  const codes = Object.entries(errorCodes) as [string, ErrorCode][]
  const rows = codes
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { status, title, retryable }]) =>
        `| \`${code}\` | ${status} | ${cell(title)} | ${retryable ? 'yes' : ''} |`,
    )
  return ['| code | status | situation | retry |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

const sections: Record<string, () => string> = { settings: settingsTable, errors: errorTable }

/** The README with its tables of settings and errors as they are now; the rest is by hand. */
export function printReadme(): string {
  let text = readFileSync(file, 'utf8')
  for (const [name, print] of Object.entries(sections)) {
    const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`]
    const from = text.indexOf(open)
    const to = text.indexOf(close)
    if (from < 0 || to < from) throw new Error(`README.md lacks its section ${name}`)
    text = text.slice(0, from + open.length) + print() + text.slice(to)
  }
  return text
}
