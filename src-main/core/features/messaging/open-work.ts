import type { InboundMessageId, PatientId, UserId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { findInbound, updateInbound, type InboundRow } from './inbox.queries'
import { canRetry } from './messages.rules'
import { listMessages, problemsOfPatient, type ListedMessage } from './messages.queries'
import { openReplies } from './open-work.queries'

export type OpenReply = Pick<
  InboundRow,
  'id' | 'patient_id' | 'sender' | 'body' | 'received_at' | 'assigned_to'
>

export type OpenProblem = ListedMessage & { readonly canRetry: boolean }

/** What waits for a person: everybody's, or one patient's. */
export interface OpenWork {
  readonly limit: number
  readonly patientId: PatientId | null
}

/** Messages that did not arrive, or may not have, and that nobody has seen to; newest first. */
export async function openProblems(reader: Reader, work: OpenWork): Promise<OpenProblem[]> {
  const { patientId, limit } = work
  const rows =
    patientId === null
      ? await listMessages(reader, { filter: 'problems', beforeId: null, limit })
      : await problemsOfPatient(reader, patientId, limit)
  return rows.map((row) => ({ ...row, canRetry: canRetry(row) }))
}

/** What patients wrote that a person must answer; oldest first. */
export async function repliesToAnswer(reader: Reader, work: OpenWork): Promise<OpenReply[]> {
  return await openReplies(reader, work)
}

/** @returns whose reply it is. @throws AppError `not-found` */
export async function assignReply(
  transaction: Transaction,
  id: InboundMessageId,
  userId: UserId | null
): Promise<Pick<OpenReply, 'patient_id'>> {
  if (!(await updateInbound(transaction, id, { assigned_to: userId }))) throw new AppError('not-found')
  const row = await findInbound(transaction, id)
  if (!row) throw new AppError('not-found')
  return row
}
