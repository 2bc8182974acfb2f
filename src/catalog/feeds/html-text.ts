import { Parser } from 'htmlparser2'

const blocks = new Set('p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article hr'.split(' '))
const hidden = new Set(['script', 'style', 'head', 'noscript', 'template'])

/** The readable text of a piece of HTML: tags out, entities resolved, one line per block. */
export function htmlText(html: string): string {
  if (!/[<&]/.test(html)) return html.trim()
  let text = ''
  let hiddenDepth = 0
  const parser = new Parser({
    ontext(piece) {
      if (hiddenDepth === 0) text += piece
    },
    onopentagname(name) {
      if (hidden.has(name)) hiddenDepth += 1
      if (blocks.has(name)) text += '\n'
    },
    onclosetag(name) {
      if (hidden.has(name)) hiddenDepth -= 1
      if (blocks.has(name)) text += '\n'
    },
  })
  parser.end(html)
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}
