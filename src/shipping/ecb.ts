import sax from 'sax'
import type { RateRow } from './queries.ts'

/** A file is not what the European Central Bank publishes; the message says where and why. */
export class RateFileError extends Error {
  override readonly name = 'RateFileError'
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/
const ratePattern = /^\d{1,12}(\.\d{1,10})?$/

/** Reads the euro reference rates of the ECB's XML (eurofxref daily, 90 days or history). */
export class EcbReader {
  readonly #parser = sax.parser(true, { trim: true })
  readonly #rates: RateRow[] = []
  #date = ''

  constructor() {
    this.#parser.onopentag = ({ name, attributes }) => {
      if (name === 'Cube') this.#read(attributes as Record<string, string>)
    }
    this.#parser.onerror = (error) => {
      throw this.#fault(error.message.split('\n')[0]!.replace(/\.$/, ''))
    }
  }

  /** Takes the next piece of the file; throws RateFileError at the first fault. */
  write(text: string): void {
    this.#parser.write(text)
  }

  /** Ends the file and answers every rate in it. */
  end(): RateRow[] {
    this.#parser.close()
    if (this.#rates.length > 0) return this.#rates
    throw new RateFileError('The file holds no rates: expected eurofxref XML of the ECB.')
  }

  #read({ time, currency, rate }: Record<string, string>): void {
    if (time !== undefined) this.#date = this.#valid(time, datePattern, 'date')
    if (currency === undefined) return
    if (this.#date === '') throw this.#fault('a rate stands outside of a day')
    this.#rates.push({
      base: 'EUR',
      quote: this.#valid(currency, /^[A-Z]{3}$/, 'currency'),
      date: this.#date,
      rate: this.#valid(rate ?? '', ratePattern, 'rate'),
      source: 'European Central Bank, euro reference rates',
    })
  }

  #valid(text: string, pattern: RegExp, what: string): string {
    if (pattern.test(text) && !/^0*\.?0*$/.test(text)) return text
    throw this.#fault(`"${text}" is no ${what}`)
  }

  #fault(reason: string): RateFileError {
    return new RateFileError(`Line ${this.#parser.line + 1}: ${reason}.`)
  }
}

/** Reads a whole file of euro reference rates. */
export function parseEcbRates(xml: string): RateRow[] {
  const reader = new EcbReader()
  reader.write(xml)
  return reader.end()
}
