import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'

const FOR_DESK = ['asked', 'refused', 'unanswered', 'offer-late'] as const

/** Unread ones that the program has not dealt with, could not, or may have misread. */
export async function openReplies(reader: Reader, limit: number) {
  return await reader
    .selectFrom('inbound_message')
    .select(['id', 'patient_id', 'sender', 'body', 'received_at', 'assigned_to'])
    .where('is_read', '=', literal(0))
    .where('handled_as', '=', 'desk')
    .where(({ eb, or }) => or([eb('outcome', 'is', null), eb('outcome', 'in', FOR_DESK)]))
    .orderBy('id')
    .limit(limit)
    .execute()
}
