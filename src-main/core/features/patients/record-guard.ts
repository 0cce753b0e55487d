import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Call } from '../../rpc/handlers'
import { needsReason } from './opening.rules'
import type { Openings } from './openings'
import { findPatientRows } from './patients.queries'

/** Those of these patients of whom the caller may not be told: a reason is asked for, and none was said. */
export type Unsaid = (
  reader: Reader,
  patientIds: readonly PatientId[],
  call: Call
) => Promise<ReadonlySet<PatientId>>

/** Refuses unless the caller may be told of these patients. */
export type RecordGuard = (patientIds: readonly PatientId[], call: Call) => Promise<void>

/**
 * Protected and confidential patients are spoken of only to somebody who has said why, whichever way leads to them. A
 * command of the person who runs the machine has no window to be asked at.
 */
export function findUnsaid(openings: Openings): Unsaid {
  return async (reader, patientIds, { actor, session }) => {
    if (session.isMaintenance || patientIds.length === 0) return new Set()
    const guarded = (await findPatientRows(reader, patientIds)).filter(needsReason)
    return new Set(guarded.map(({ id }) => id).filter((id) => !openings.hasReason(session, actor, id)))
  }
}

/** @throws AppError `reason-required` with the first patient who needs one */
export function createRecordGuard(reader: Reader, unsaid: Unsaid): RecordGuard {
  return async (patientIds, call) => {
    const [patientId] = await unsaid(reader, patientIds, call)
    if (patientId !== undefined) throw new AppError('reason-required', { patientId })
  }
}
