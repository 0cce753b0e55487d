import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import type { DeathContext } from './context'
import { standingRelations } from './relations'

/** What a death, or taking one back, changed. */
export interface DeathChanges {
  readonly patientId: PatientId
  readonly changes: readonly AppointmentChange[]
  readonly related: readonly PatientId[]
}

/** Tells every window, once it is on disk. */
export async function announceDeath(
  { events, steps, waitingList, tasks, wake }: DeathContext,
  { patientId, changes, related }: DeathChanges
): Promise<void> {
  for (const id of [patientId, ...related]) {
    events.publish('patients.changed', { patientId: id })
    events.publish('messages.changed', { patientId: id, appointmentId: null })
  }
  for (const change of changes) steps.announce(change)
  events.publish('letters.changed', { patientId })
  tasks.announce()
  await waitingList.announce()
  wake()
}

/** Who is guardian to the patient, and whom the patient is guardian to. */
export async function relatedTo(transaction: Transaction, patientId: PatientId): Promise<PatientId[]> {
  const relations = await standingRelations(transaction, patientId)
  return relations.map(({ child_id, guardian_id }) => (child_id === patientId ? guardian_id : child_id))
}
