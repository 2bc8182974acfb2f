import sax from 'sax'
import { type FeedDefaults, FeedError, type FeedItem, type Problem } from './feed-product.ts'
import { googleProducts, type RawItem } from './google-feed.ts'

const maxDepth = 32
const maxItemLength = 1_048_576
const maxFieldsPerItem = 2000

/** Reads a Google Merchant feed in XML: RSS 2.0 items or Atom entries. */
export function readGoogleXml(
  pieces: AsyncIterable<string>,
  defaults: FeedDefaults,
): AsyncGenerator<FeedItem> {
  return googleProducts(xmlItems(pieces), defaults)
}

async function* xmlItems(pieces: AsyncIterable<string>): AsyncGenerator<RawItem> {
  const reader = new XmlItems()
  for await (const piece of pieces) {
    reader.write(piece)
    yield* reader.take()
  }
  reader.end()
  yield* reader.take()
}

interface OpenItem {
  line: number
  length: number
  fields: Map<string, string[]>
  /** Names that came with the prefix g:, which wins over Atom's or RSS's own element of that name. */
  googleNames: Set<string>
  problem: Problem | null
}

/** Collects items from the events of the XML parser. */
class XmlItems {
  readonly #parser = sax.parser(true, { position: true })
  #path: string[] = []
  #itemDepth = 0
  #item: OpenItem | null = null
  #text = ''
  #parts: string[] = []
  #ready: RawItem[] = []
  #isRootSeen = false

  constructor() {
    const parser = this.#parser
    parser.onopentag = ({ name }) => this.#open(name)
    parser.onclosetag = () => this.#close()
    parser.ontext = (text) => this.#addText(text)
    parser.oncdata = (text) => this.#addText(text)
    parser.onerror = (error) => {
      if (error.message.startsWith('Max buffer length')) throw tokenTooLong(this.#line)
      this.#malformed(error.message.split('\n')[0]!)
      parser.error = null as unknown as Error
      parser.resume()
    }
  }

  write(text: string): void {
    this.#parser.write(text)
  }

  end(): void {
    if (this.#path.length > 0 || !this.#isRootSeen) {
      throw new FeedError(
        {
          code: 'truncated_file',
          reason: 'The XML ends before its root element is closed.',
          fix: 'Send the whole file; what was read up to here is imported, nothing is retired.',
        },
        this.#line,
      )
    }
    this.#parser.close()
  }

  take(): RawItem[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  get #line(): number {
    return this.#parser.line + 1
  }

  #open(name: string): void {
    this.#isRootSeen = true
    this.#path.push(name)
    if (this.#path.length > maxDepth) {
      throw new FeedError(
        {
          code: 'xml_too_deep',
          reason: `Elements are nested more than ${maxDepth} deep.`,
          fix: 'Close every element; items stand side by side in the channel or feed.',
        },
        this.#line,
      )
    }
    if (/^(?:\w+:)?(?:item|entry)$/.test(name)) this.#openItem()
    else if (this.#item && this.#path.length === this.#itemDepth + 1) this.#parts = []
    this.#text = ''
  }

  #openItem(): void {
    if (this.#item) {
      this.#item.problem ??= malformed('The item is not closed before the next one opens.')
      this.#finishItem(this.#item)
    }
    this.#itemDepth = this.#path.length
    this.#item = {
      line: this.#line,
      length: 0,
      fields: new Map(),
      googleNames: new Set(),
      problem: null,
    }
  }

  #close(): void {
    const depth = this.#path.length
    const name = this.#path.pop() ?? ''
    const item = this.#item
    if (!item) return
    if (depth === this.#itemDepth) this.#finishItem(item)
    else if (depth === this.#itemDepth + 1) {
      const text = this.#text.trim()
      addField(item, name, this.#parts.length > 0 ? this.#parts.join(':') : text)
    } else if (depth === this.#itemDepth + 2) {
      this.#parts.push(this.#text.trim())
    }
    this.#text = ''
  }

  #finishItem(item: OpenItem): void {
    const { line, problem, fields } = item
    const externalId = fields.get('item_group_id')?.[0] ?? fields.get('id')?.[0] ?? null
    this.#ready.push(problem ? { line, problem, externalId } : { line, fields })
    this.#item = null
  }

  #addText(text: string): void {
    const item = this.#item
    if (!item) return
    item.length += text.length
    if (item.length <= maxItemLength) this.#text += text
    else {
      item.problem ??= {
        code: 'item_too_long',
        reason: `The item is longer than ${maxItemLength} characters.`,
        fix: 'Shorten its texts.',
      }
    }
  }

  #malformed(reason: string): void {
    if (this.#item) this.#item.problem ??= malformed(`${reason} (line ${this.#line}).`)
    else this.#ready.push({ line: this.#line, problem: malformed(`${reason}.`) })
  }
}

function addField(item: OpenItem, name: string, value: string): void {
  if (value === '' || item.fields.size >= maxFieldsPerItem) return
  const isGoogle = name.startsWith('g:')
  const key = name.replace(/^\w+:/, '').toLowerCase()
  const values = item.fields.get(key)
  if (isGoogle && !item.googleNames.has(key)) {
    item.googleNames.add(key)
    item.fields.set(key, [value])
  } else if (!values) item.fields.set(key, [value])
  else if (isGoogle || !item.googleNames.has(key)) values.push(value)
}

/** The parser would keep on collecting it. */
function tokenTooLong(line: number): FeedError {
  return new FeedError(
    {
      code: 'xml_token_too_long',
      reason: 'A comment, a name or an attribute is longer than 65,536 characters.',
      fix: 'Check that the file is a product feed and not damaged.',
    },
    line,
  )
}

function malformed(reason: string): Problem {
  return {
    code: 'malformed_xml',
    reason,
    fix: 'Escape & as &amp; and < as &lt;, use numeric entities, and close every element.',
  }
}
