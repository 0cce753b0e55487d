import type { UserId } from '@contract/ids'
import type { LetterKind, LetterTemplateVersion } from '@contract/letters'
import type { Language } from '@contract/values'
import type { Reader, Transaction } from '../../database/database'

export interface StoredLetterTemplate {
  readonly kind: LetterKind
  readonly language: Language
  readonly version: number
  readonly subject: string
  readonly body: string
}

/** The newest version of each text the clinic has changed. */
export async function readLetterTemplates(reader: Reader): Promise<StoredLetterTemplate[]> {
  return await reader
    .selectFrom('letter_template')
    .select(['kind', 'language', 'version', 'subject', 'body'])
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('letter_template')
          .select(({ fn }) => fn.max('id').as('id'))
          .groupBy(['kind', 'language'])
      )
    )
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** Every version of one text, newest first. */
export async function letterTemplateVersions(
  reader: Reader,
  { kind, language }: { kind: LetterKind; language: Language }
): Promise<LetterTemplateVersion[]> {
  return await reader
    .selectFrom('letter_template')
    .leftJoin('user', 'user.id', 'letter_template.created_by')
    .select([
      'letter_template.version',
      'letter_template.subject',
      'letter_template.body',
      'letter_template.created_at as createdAt',
      'user.name as userName'
    ])
    .where('letter_template.kind', '=', kind)
    .where('letter_template.language', '=', language)
    .orderBy('letter_template.version', 'desc')
    .limit(200)
    .execute()
}

/** Appends a version; earlier ones stay, for letters name the version they were made from. */
export async function insertLetterTemplate(
  transaction: Transaction,
  template: StoredLetterTemplate,
  { at, by }: { at: string; by: UserId | null }
): Promise<void> {
  await transaction
    .insertInto('letter_template')
    .values({ ...template, created_at: at, created_by: by })
    .execute()
}
