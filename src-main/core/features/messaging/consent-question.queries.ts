import type { ConsentPurpose } from '@contract/consents'
import type { MessageId, PatientId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import type { Insertable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { ConsentQuestionTable } from '../../database/tables/consents'
import { NOT_ASKED } from './reply.queries'

export interface AskedConsent {
  readonly messageId: MessageId
  readonly purpose: ConsentPurpose
  readonly wordingVersion: string
  readonly answer: ConsentQuestionTable['answer']
  readonly askedAt: string
  readonly sentAt: string | null
  readonly state: MessageState
}

export async function insertConsentQuestion(
  transaction: Transaction,
  row: Insertable<ConsentQuestionTable>
): Promise<void> {
  await transaction.insertInto('consent_question').values(row).execute()
}

export async function changeConsentQuestion(
  transaction: Transaction,
  id: MessageId,
  change: Updateable<ConsentQuestionTable>
): Promise<void> {
  await transaction.updateTable('consent_question').set(change).where('message_id', '=', id).execute()
}

/** The newest question that went, or is about to go, to this patient's number since then. */
export async function newestConsentQuestion(
  reader: Reader,
  { patientId, mobile, since }: { patientId: PatientId; mobile: string; since: string }
): Promise<AskedConsent | null> {
  const row = await reader
    .selectFrom('message')
    .innerJoin('consent_question', 'consent_question.message_id', 'message.id')
    .select([
      'message.id',
      'message.state',
      'message.created_at',
      'message.sent_at',
      'consent_question.purpose',
      'consent_question.wording_version',
      'consent_question.answer'
    ])
    .where('message.patient_id', '=', patientId)
    .where('message.purpose', '=', literal('consent-ask'))
    .where('message.recipient', '=', mobile)
    .where('message.created_at', '>=', since)
    .where('message.state', 'not in', NOT_ASKED)
    .orderBy('message.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    messageId: row.id,
    purpose: row.purpose,
    wordingVersion: row.wording_version,
    answer: row.answer,
    askedAt: row.created_at,
    sentAt: row.sent_at,
    state: row.state
  }
}
