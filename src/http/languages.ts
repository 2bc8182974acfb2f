import { bestFirst } from './best-first.ts'

const tag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/** The tags of `Accept-Language`, best first; malformed ones skipped (RFC 9110 §12.5.4). */
export function languagesOf(header: string | undefined): string[] {
  return bestFirst(header).filter((name) => tag.test(name))
}
