import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'

const FOR_DESK = ['asked', 'refused', 'unanswered', 'offer-late'] as const

/** Unread ones that the program has not dealt with, could not, or may have misread; of one patient, or all. */
export async function openReplies(
  reader: Reader,
  { limit, patientId }: { limit: number; patientId: PatientId | null }
) {
  let query = reader
    .selectFrom('inbound_message')
    .select(['id', 'patient_id', 'sender', 'body', 'received_at', 'assigned_to'])
    .where('is_read', '=', literal(0))
    .where('handled_as', '=', 'desk')
    .where(({ eb, or }) => or([eb('outcome', 'is', null), eb('outcome', 'in', FOR_DESK)]))
  if (patientId !== null) query = query.where('patient_id', '=', patientId)
  return await query.orderBy('id').limit(limit).execute()
}
