import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Call } from '../../rpc/handlers'
import { needsReason } from './opening.rules'
import type { Openings } from './openings'
import { findPatientRows } from './patients.queries'

/** Whether the caller may be told of these patients. */
export type RecordGuard = (patientIds: readonly PatientId[], call: Call) => Promise<void>

/**
 * Protected and confidential patients are spoken of only to somebody who has said why, whichever way leads to them. A
 * command of the person who runs the machine has no window to be asked at.
 * @throws AppError `reason-required` with the first patient who needs one
 */
export function createRecordGuard(reader: Reader, openings: Openings): RecordGuard {
  return async (patientIds, { actor, session }) => {
    if (session.isMaintenance || patientIds.length === 0) return
    const guarded = (await findPatientRows(reader, patientIds)).filter(needsReason)
    const unsaid = guarded.find(({ id }) => !openings.hasReason(session, actor, id))
    if (unsaid) throw new AppError('reason-required', { patientId: unsaid.id })
  }
}
