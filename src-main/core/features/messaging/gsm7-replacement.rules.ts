import { segmentText } from '../../modem'

/** What word processors and telephones write in place of plain characters. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u00b4': "'",
  '`': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u00ab': '"',
  '\u00bb': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u2022': '-',
  '\u00b7': '-',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2009': ' ',
  '\t': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\u00d7': 'x',
  '\u00b0': ' grader',
  '\u00bd': '1/2',
  '\u2192': '->',
  '\u0153': 'oe',
  '\u0133': 'ij'
}

/**
 * The text with each character that the GSM 7-bit alphabet lacks replaced by what a reader takes for the same, so that
 * one SMS holds 160 characters and not 70. Null when there is nothing to replace, or something has no replacement.
 */
export function gsm7Replacement(text: string): string | null {
  const { ucs2Characters } = segmentText(text)
  if (ucs2Characters.length === 0) return null
  let replaced = text.normalize('NFC')
  for (const character of ucs2Characters) {
    const plain = PLAIN[character] ?? withoutAccent(character)
    if (plain === null) return null
    replaced = replaced.replaceAll(character, plain)
  }
  return segmentText(replaced).ucs2Characters.length === 0 ? replaced : null
}

/** "á" is read as "a"; a picture is left out. */
function withoutAccent(character: string): string | null {
  if (/^[\p{Extended_Pictographic}\u{fe0f}\u{200d}]+$/u.test(character)) return ''
  const base = character.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return base !== '' && base !== character ? base : null
}
