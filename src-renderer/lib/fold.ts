/** Text for comparing: small letters, without accents, `å` as `a`, `ø` as `o`, `æ` as `a`. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'a')
    .replaceAll('aa', 'a')
    .trim()
}

/** The words of a text, folded. */
export function wordsIn(text: string): string[] {
  return fold(text).split(/\s+/)
}

/** Whether each part begins one of the words. */
export function beginWords(words: readonly string[], parts: readonly string[]): boolean {
  return parts.every((part) => words.some((word) => word.startsWith(part)))
}
