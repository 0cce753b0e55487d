import type { UserId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Reader, Transaction } from '../../database/database'
import type { TemplatePurpose } from './template.rules'

export interface StoredTemplate {
  readonly purpose: string
  readonly language: Language
  readonly version: number
  readonly body: string
}

/** The newest version of each text the clinic has changed. */
export async function readTemplates(reader: Reader): Promise<StoredTemplate[]> {
  return await reader
    .selectFrom('message_template')
    .select(['purpose', 'language', 'version', 'body'])
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('message_template')
          .select(({ fn }) => fn.max('id').as('id'))
          .groupBy(['purpose', 'language'])
      )
    )
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** Appends a version; earlier ones stay, for messages name the version they were made from. */
export async function insertTemplate(
  transaction: Transaction,
  template: { purpose: TemplatePurpose; language: Language; version: number; body: string },
  { at, by }: { at: string; by: UserId | null }
): Promise<void> {
  await transaction
    .insertInto('message_template')
    .values({ ...template, created_at: at, created_by: by })
    .execute()
}
