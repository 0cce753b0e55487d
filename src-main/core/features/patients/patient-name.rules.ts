import { foldName, indexTokens, searchTokens } from './name-folding.rules'

/** Sorts after every letter of a folded name; the key of a merged record, which no name finds. */
export const AFTER_EVERY_NAME = '\u{10FFFF}'

interface Name {
  readonly familyName: string
  readonly givenName: string
}

/** What the indexes hold of a name: `lunde anne marie` to order by, `anne` for the first given name. */
export function nameKeys({ familyName, givenName }: Name): { name_key: string; first_key: string } {
  return {
    name_key: `${foldName(familyName)} ${foldName(givenName)}`.trim(),
    first_key: searchTokens(givenName)[0] ?? ''
  }
}

/** The words of the full-text index. */
export function nameWords({ familyName, givenName }: Name): string[] {
  return indexTokens(`${familyName} ${givenName}`)
}

/** Whether every token is the beginning of a word of the name. */
export function matchesTokens(name: Name, tokens: readonly string[]): boolean {
  const words = nameWords(name)
  return tokens.every((token) => words.some((word) => word.startsWith(token)))
}
