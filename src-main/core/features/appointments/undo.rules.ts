import type { AppointmentChangeId } from '@contract/ids'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import type { ChangedFields, ChangeKind } from './appointment-record'

export interface PastChange {
  readonly id: AppointmentChangeId
  readonly kind: ChangeKind
  readonly before: ChangedFields
  readonly undoneBy: AppointmentChangeId | null
}

/** The row stays, as FHIR has it; it counts nowhere. */
export const ENTERED_IN_ERROR = {
  status: 'entered-in-error',
  encounterStatus: 'cancelled',
  cancelReason: null,
  isCancelledLate: false
} as const satisfies ChangedFields

/** Steps only the desk takes; so only the desk takes them back. */
const OF_THE_DESK: readonly ChangeKind[] = [
  'booked',
  'moved',
  'resized',
  'retyped',
  'cancelled',
  'entered-in-error'
]

/**
 * The fields that take the last step back. A booking taken back was entered in error: the row stays, as FHIR has it.
 * `last` is the newest step that stands, so that step by step everything can be taken back in turn.
 * @throws AppError `undo-outdated` when something else happened since, `not-allowed`
 */
export function takenBack(change: PastChange, last: AppointmentChangeId | null, actor: Actor): ChangedFields {
  if (change.kind === 'undone' || change.undoneBy !== null || change.id !== last)
    throw new AppError('undo-outdated')
  if (actor.role === 'clinician' && OF_THE_DESK.includes(change.kind)) throw new AppError('not-allowed')
  if (change.kind === 'booked') return ENTERED_IN_ERROR
  return change.before
}
