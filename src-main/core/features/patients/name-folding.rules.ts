/** Letters that Unicode does not take apart into a base letter and an accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'a',
  œ: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ł: 'l',
  ħ: 'h',
  ı: 'i'
}

const APOSTROPHES = /['’‘ʼ`´]/gu

/**
 * A name as both the index and the query hold it: lower case, å and aa → a, æ and ae → a, ø and oe → o,
 * accents removed, apostrophes, hyphens and other signs as one space. The fold of what has been typed so far
 * is always a beginning of the fold of the whole name, so a search while typing never loses its hit.
 */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæœđðþßłħı]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/a[ae]+/gu, 'a')
    .replace(/oe+/gu, 'o')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The folded words of a name or a query. */
export function searchTokens(text: string): string[] {
  const folded = foldName(text)
  return folded === '' ? [] : folded.split(' ')
}

/** Words for the full-text index: those of {@link searchTokens}, and `obrien` beside `o brien`. */
export function indexTokens(text: string): string[] {
  const joined = searchTokens(text.replace(APOSTROPHES, ''))
  return [...new Set([...searchTokens(text), ...joined])]
}
