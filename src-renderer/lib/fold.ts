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

/** Whether every word typed begins a word of `text`. */
export function matchesWords(text: string, typed: string): boolean {
  const words = fold(text).split(/\s+/)
  const parts = fold(typed).split(/\s+/)
  return parts.every((part) => words.some((word) => word.startsWith(part)))
}
