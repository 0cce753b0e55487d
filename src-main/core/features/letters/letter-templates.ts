import { LETTER_KINDS, LANGUAGES } from '@contract/choices'
import type { LetterKind } from '@contract/letters'
import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import { defaultLetter } from './letter-texts'
import { readLetterTemplates, type StoredLetterTemplate } from './letter-template.queries'

export interface LetterTemplates {
  find(reader: Reader, key: { kind: LetterKind; language: Language }): Promise<StoredLetterTemplate>
  list(reader: Reader): Promise<readonly StoredLetterTemplate[]>
  /** Forgets what was read, after a version was added. */
  forget(): void
}

/** The clinic's texts for letters, read once and kept until they change; version 0 is what it started with. */
export function createLetterTemplates(): LetterTemplates {
  let known: readonly StoredLetterTemplate[] | null = null
  async function list(reader: Reader): Promise<readonly StoredLetterTemplate[]> {
    if (known) return known
    const stored = await readLetterTemplates(reader)
    known = LETTER_KINDS.flatMap((kind) =>
      LANGUAGES.map((language) => {
        const own = stored.find((row) => row.kind === kind && row.language === language)
        return own ?? { kind, language, version: 0, ...defaultLetter(kind, language) }
      })
    )
    return known
  }
  return {
    list,
    async find(reader, { kind, language }) {
      const found = (await list(reader)).find((one) => one.kind === kind && one.language === language)
      return found ?? { kind, language, version: 0, ...defaultLetter(kind, language) }
    },
    forget() {
      known = null
    }
  }
}
