import type { ConsentChannel } from '@contract/consents'
import type { UserId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Reader, Transaction } from '../../database/database'
import type { TemplateKey } from './template.rules'

export interface StoredTemplate {
  readonly channel: ConsentChannel
  readonly purpose: string
  readonly language: Language
  readonly version: number
  readonly body: string
}

/** The newest version of each text the clinic has changed. */
export async function readTemplates(reader: Reader): Promise<StoredTemplate[]> {
  return await reader
    .selectFrom('message_template')
    .select(['channel', 'purpose', 'language', 'version', 'body'])
    .where(({ eb, selectFrom }) =>
      eb(
        'id',
        'in',
        selectFrom('message_template')
          .select(({ fn }) => fn.max('id').as('id'))
          .groupBy(['channel', 'purpose', 'language'])
      )
    )
    .orderBy('id')
    .limit(1_000)
    .execute()
}

export interface StoredVersion {
  readonly version: number
  readonly body: string
  readonly createdAt: string
  readonly userName: string | null
}

/** Every version of one text, newest first. */
export async function versionsOf(
  reader: Reader,
  { channel, purpose, language }: TemplateKey
): Promise<StoredVersion[]> {
  return await reader
    .selectFrom('message_template')
    .leftJoin('user', 'user.id', 'message_template.created_by')
    .select([
      'message_template.version',
      'message_template.body',
      'message_template.created_at as createdAt',
      'user.name as userName'
    ])
    .where('message_template.channel', '=', channel)
    .where('message_template.purpose', '=', purpose)
    .where('message_template.language', '=', language)
    .orderBy('message_template.version', 'desc')
    .limit(200)
    .execute()
}

/** Appends a version; earlier ones stay, for messages name the version they were made from. */
export async function insertTemplate(
  transaction: Transaction,
  template: TemplateKey & { readonly version: number; readonly body: string },
  { at, by }: { at: string; by: UserId | null }
): Promise<void> {
  await transaction
    .insertInto('message_template')
    .values({ ...template, created_at: at, created_by: by })
    .execute()
}
