import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'
import { numberOf, type Page } from './record-export.queries'

/** Appointments that were agreed at once, by their rhythm; each by itself stands with the appointments. */
export async function seriesRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('appointment_series')
    .select(['id', 'rhythm', 'every', 'first_date', 'until_date', 'occurrence_count', 'created_at'])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** What became of each number, in the order in which it was changed. */
export async function numberChangeRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('identifier_change')
    .select([
      'id',
      'kind',
      'old_type',
      'old_value',
      'new_type',
      'new_value',
      'changed_at',
      'user_name',
      'undone_at'
    ])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The account at the patient portal; of records that were made one, of each. */
export async function portalAccounts(reader: Reader, patientId: PatientId) {
  return await reader
    .selectFrom('portal_account')
    .select(['remote_patient', 'state', 'activation', 'last_login_at', 'level', 'changed_at'])
    .where('remote_patient', 'in', remoteIds(reader, patientId))
    .orderBy('remote_patient')
    .limit(50)
    .execute()
}

/** What was asked for at the portal, oldest first, from the place `afterId` on. */
export async function codeRequests(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('portal_code_request')
    .select(['id', 'purpose', 'received_at', 'refusal', 'message_id'])
    .where('remote_patient', 'in', remoteIds(reader, patientId))
    .orderBy('received_at')
    .orderBy('id')
    .offset(afterId)
    .limit(limit)
    .execute()
}

/** What came of each code that was typed; the digits are kept nowhere. */
export async function codeTries(reader: Reader, requestIds: readonly string[]) {
  return await reader
    .selectFrom('portal_code_try')
    .select(['request_id', 'attempt', 'at', 'outcome'])
    .where('request_id', 'in', requestIds)
    .orderBy('request_id')
    .orderBy('attempt')
    .limit(requestIds.length * MOST_TRIES)
    .execute()
}

/** More than a code can be tried before it ends. */
const MOST_TRIES = 20

function remoteIds(reader: Reader, patientId: PatientId) {
  return reader
    .selectFrom('portal_resource')
    .innerJoin('patient', 'patient.id', 'portal_resource.local_id')
    .select('portal_resource.remote_id')
    .where('portal_resource.type', '=', literal('Patient'))
    .where(({ eb, or }) => or([eb('patient.id', '=', patientId), eb('patient.merged_into', '=', patientId)]))
}
