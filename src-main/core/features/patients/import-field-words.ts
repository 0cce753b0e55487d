import type { ImportField } from '@contract/imports'
import { LANGUAGES } from '@contract/choices'
import type { Language } from '@contract/values'
import { z } from 'zod'

// The pages' own words, so that a column is called the same in the program, in a list it writes and in one it reads.
const files = import.meta.glob<unknown>('../../../../src-renderer/locales/*/imports.json', {
  eager: true,
  import: 'field'
})

const Words = z.record(z.string(), z.string())

const WORDS: ReadonlyMap<Language, Record<string, string>> = new Map(
  LANGUAGES.map((language) => {
    const found = Object.entries(files).find(([path]) => path.endsWith(`/${language}/imports.json`))
    return [language, Words.parse(found?.[1] ?? {})]
  })
)

/** What a column with this meaning is called in a language. */
export function fieldWord(field: ImportField, language: Language): string {
  return WORDS.get(language)?.[field] ?? field
}

/** What it is called in any of them. */
export function fieldWords(field: ImportField): string[] {
  return LANGUAGES.map((language) => fieldWord(field, language))
}
