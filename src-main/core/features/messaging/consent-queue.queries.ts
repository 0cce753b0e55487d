import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { changeMessage, MESSAGE_COLUMNS, type MessageRow } from './outbox.queries'

const MOST = 500
const MOST_CHILDREN = 50

/** What waits for a patient; a long message that has begun is left to end. */
export async function waitingFor(reader: Reader, patientId: PatientId): Promise<MessageRow[]> {
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

/** What the patient's word stopped and there would still be time for. */
export async function stoppedFor(reader: Reader, patientId: PatientId, now: string): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('blocked'))
    .where('reason', 'in', ['reserved', 'consent-withdrawn'])
    .where('expires_at', '>', now)
    .orderBy('id')
    .limit(MOST)
    .execute()
}

/** Whoever this patient stands for today: their messages may go to this patient's mobile. */
export async function childrenOf(reader: Reader, guardianId: PatientId, today: string): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('guardian')
    .select('child_id')
    .distinct()
    .where('guardian_id', '=', guardianId)
    .where('period_start', '<=', today)
    .where('period_end', 'is', null)
    .orderBy('child_id')
    .limit(MOST_CHILDREN)
    .execute()
  return rows.map(({ child_id }) => child_id)
}

/** It waits again, for its own time or, where that is past, for now. */
export async function waitAgain(transaction: Transaction, row: MessageRow, now: string): Promise<boolean> {
  return await changeMessage(
    transaction,
    { id: row.id, from: 'blocked' },
    {
      state: 'queued',
      reason: null,
      due_at: row.not_before > now ? row.not_before : now,
      ended_at: null,
      settled_at: null
    }
  )
}
