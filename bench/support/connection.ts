import type net from 'node:net'
import { connectFrugally } from '../../src/core/pool-socket.ts'

const endOfHeaders = Buffer.from('\r\n\r\n')

/**
 * A connection that sends requests made beforehand and counts the bytes of the answers: an HTTP client
 * took a sixteenth of the processors that it was to load the server with (measured).
 */
export class Connection {
  readonly #socket: net.Socket
  #settle: (status: number) => void = () => {}
  #status = 0
  /** Bytes of the answer that are still to come; none known before its headers are here. */
  #left: number | undefined
  #headers: Buffer = Buffer.alloc(0)

  private constructor(base: URL) {
    this.#socket = connectFrugally({ host: base.hostname, port: Number(base.port) })
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (chunk) => this.#read(chunk))
    for (const end of ['error', 'close']) this.#socket.on(end, () => this.#settle(0))
  }

  static async open(base: URL): Promise<Connection> {
    const connection = new Connection(base)
    await new Promise((resolve) => {
      connection.#socket.once('connect', resolve).once('error', resolve)
    })
    return connection
  }

  /** The status of the answer once all of it is here; 0 where there was none. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#settle = resolve
      if (this.#socket.destroyed) return resolve(0)
      this.#left = undefined
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    let body = chunk.length
    if (this.#left === undefined) {
      const all = Buffer.concat([this.#headers, chunk])
      const end = all.indexOf(endOfHeaders)
      if (end < 0) {
        this.#headers = all
        return
      }
      this.#headers = Buffer.alloc(0)
      const headers = all.toString('latin1', 0, end)
      const size = /\r\ncontent-length: (\d+)/i.exec(headers)
      if (!size) throw new Error('an answer without a length')
      this.#status = Number(headers.slice(9, 12))
      this.#left = Number(size[1])
      body = all.length - end - endOfHeaders.length
    }
    this.#left -= body
    if (this.#left === 0) this.#settle(this.#status)
  }
}
