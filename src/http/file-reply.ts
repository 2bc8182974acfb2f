import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileOutput } from '../core/operation.ts'
import { bestFirst } from './best-first.ts'

/** Whether a client asks for the file itself before the JSON that carries it. */
export function wantsFile(accept: string | undefined, mediaType: string): boolean {
  const best = bestFirst(accept).find((name) => {
    return [mediaType, 'application/json', 'application/*', '*/*'].includes(name)
  })
  return best === mediaType
}

/** Answers the file; where it goes on, `Link` leads to its next part. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: FileOutput) {
  const { fileName, mediaType, content, nextCursor } = file
  if (nextCursor !== null) {
    const [path, query] = request.url.split('?', 2)
    const next = new URLSearchParams(query)
    next.set('cursor', nextCursor)
    reply.header('link', `<${path}?${next}>; rel="next"`)
  }
  return reply
    .header('content-type', `${mediaType}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('vary', 'accept')
    .send(content)
}
