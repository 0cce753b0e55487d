import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'
import { MESSAGE_COLUMNS, type MessageRow } from './outbox.queries'

const MOST = 500

/** What waits about a patient and has not begun to leave: a long message that has begun goes on as it began. */
export async function waitingOfPatient(reader: Reader, patientId: PatientId): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('queued'))
    .where('parts_accepted', '=', 0)
    .orderBy('id')
    .limit(MOST)
    .execute()
}
