const small = new Set('a an and at by for from in of on or the to with'.split(' '))

const initials = new Set(
  'hp lg ibm jvc rca nec ups usb hdmi lcd led tv hdtv dvd cd pc gps sd xd ssd ram cpu mp3 lan vga dvi ac dc am fm rf ir sata ide pci mac os vcr hd uhf dlp dj uk us xp me nt sql nx tx rx'.split(
    ' ',
  ),
)

/** Text that came in lower case and in pieces, as people would write it. */
export function readable(text: string): string {
  const joined = text
    .replace(/\u00a0/g, ' ')
    .replace(/(\d)\s*(?:''|")/g, '$1"')
    .replace(/(\d)\s+'(?=\s|$)/g, '$1"')
    .replace(/\s+([,.;:!?])(?=\s|$)/g, '$1')
    .replace(/\(\s+/g, '(')
    .replace(/\s+\)/g, ')')
    .replace(/\s+/g, ' ')
    .trim()
  return joined.split(' ').map(word).join(' ')
}

function word(text: string, index: number): string {
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '')
  if (index > 0 && small.has(text)) return text
  if (initials.has(bare)) return text.toUpperCase()
  if (/^\d+(st|nd|rd|th|x)$/.test(bare)) return text
  if (/\d/.test(bare) && /[a-z]/.test(bare)) return text.split('-').map(part).join('-')
  return text.replace(/\p{L}/u, (letter) => letter.toUpperCase())
}

/** A piece of a model number or a measure: words in it stay as they are, letters of models are upper case. */
function part(text: string): string {
  if (!/\d/.test(text) && text.replace(/[^a-z]/g, '').length > 2) return text
  return text.replace(/[a-z]+/g, (letters) => units[letters] ?? letters.toUpperCase())
}

const units: Readonly<Record<string, string>> = {
  mm: 'mm',
  cm: 'cm',
  ml: 'ml',
  ghz: 'GHz',
  mhz: 'MHz',
  hz: 'Hz',
  way: 'way',
  inch: 'inch',
}
