import type { PatientHit } from '@contract/patients'
import type { ListedCommand } from '../command-list'

/** One line of what was found: a patient, something to do, or the beginning of a new patient. */
export type SearchRow =
  | { kind: 'patient'; id: string; hit: PatientHit }
  | { kind: 'command'; id: string; entry: ListedCommand }
  | { kind: 'new'; id: string }
