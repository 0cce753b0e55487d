import type { CodeId, PatientId } from '@contract/ids'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { OneTimeCodeTable } from '../../database/tables/messaging'

export type CodeRow = Selectable<OneTimeCodeTable>

const COLUMNS = [
  'id',
  'patient_id',
  'channel',
  'mobile',
  'code_hash',
  'salt',
  'message_id',
  'state',
  'tries',
  'asked_at',
  'asked_by',
  'source',
  'expires_at',
  'ended_at'
] as const

/** A patient's codes asked for since then, newest first. */
export async function codesSince(reader: Reader, patientId: PatientId, since: string): Promise<CodeRow[]> {
  return await reader
    .selectFrom('one_time_code')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .where('asked_at', '>', since)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
}

/** When codes were asked for, for this patient or this number, newest first. */
export async function askedSince(
  reader: Reader,
  { patientId, mobile, since }: { patientId: PatientId; mobile: string; since: string }
): Promise<{ patient_id: PatientId; mobile: string; asked_at: string }[]> {
  return await reader
    .selectFrom('one_time_code')
    .select(['patient_id', 'mobile', 'asked_at'])
    .where(({ eb, or }) => or([eb('patient_id', '=', patientId), eb('mobile', '=', mobile)]))
    .where('asked_at', '>', since)
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/** The code a patient has not used, replaced or lost yet. */
export async function activeCode(reader: Reader, patientId: PatientId): Promise<CodeRow | null> {
  const row = await reader
    .selectFrom('one_time_code')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('active'))
    .executeTakeFirst()
  return row ?? null
}

export async function newestCode(reader: Reader, patientId: PatientId): Promise<CodeRow | null> {
  const row = await reader
    .selectFrom('one_time_code')
    .select(COLUMNS)
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function insertCode(transaction: Transaction, row: Insertable<OneTimeCodeTable>): Promise<void> {
  await transaction.insertInto('one_time_code').values(row).execute()
}

export async function updateCode(
  transaction: Transaction,
  id: CodeId,
  change: Updateable<OneTimeCodeTable>
): Promise<void> {
  await transaction.updateTable('one_time_code').set(change).where('id', '=', id).execute()
}
