import type { DeathPart, NotBroughtBack, RecordedSource } from '@contract/deaths'
import type { AppointmentChangeId, DeathId, PatientId, TaskChangeId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

/** One recording of a death at the desk. */
export interface DeathTable {
  id: Generated<DeathId>
  patient_id: PatientId
  deceased_on: string
  source: RecordedSource
  recorded_at: string
  user_id: UserId | null
  user_name: string
  taken_back_at: string | null
  taken_back_by: UserId | null
  taken_back_name: string | null
  corrected_by: DeathId | null
}

/** A row that the recording ended, or made, so that it can be brought back. */
export interface DeathPartTable {
  death_id: DeathId
  part: DeathPart
  /** The row's own id in its table. */
  ref: number
  /** The step of an appointment or a task that is to be taken back. */
  change_id: AppointmentChangeId | TaskChangeId | null
  /** Of a guardian: JSON of what was carried. */
  was: string | null
  /** What came of bringing it back; null before that. */
  outcome: 'back' | NotBroughtBack['why'] | null
}

export interface DeathTables {
  death: DeathTable
  death_part: DeathPartTable
}
