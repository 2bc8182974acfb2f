const latinMarks = /[\u0300-\u036f]/g
const ascii = /^[\u0020-\u007e]*$/

/** Letters that no Unicode decomposition reduces to their plain form. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '×': ' x ',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '″': '"',
  '′': "'",
  '‑': '-',
  '–': ' - ',
  '—': ' - ',
  '®': ' ',
  '™': ' ',
  '©': ' ',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'g')

/**
 * Lower case without accents, compatibility forms resolved. Accents go before stemming: stemmers
 * that expect them see the same word whether or not a shopper typed them.
 */
export function fold(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return text
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFKD')
    .toLowerCase()
    .replace(latinMarks, '')
    .normalize('NFC')
    .replace(special, (letter) => plainLetters[letter] ?? letter)
}
