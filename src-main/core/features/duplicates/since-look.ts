import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { PersonState } from './person-state.rules'
import type { SinceRow } from './since.rules'

export const MOST_OF_A_KIND = 2_000

/** Who the two were before the merge: what is suggested follows from it. */
export interface Sides {
  readonly survivor: PersonState
  readonly loser: PersonState
}

interface Asked {
  readonly patientId: PatientId
  /** Only rows with a higher id. */
  readonly above: number
  readonly sides: Sides
}

/** What of one kind was made since the merge. */
export type Look = (reader: Reader, asked: Asked) => Promise<SinceRow[]>

/** What is so of most rows. */
export const ROW = {
  column: 'patient_id',
  code: null,
  isCurrent: true,
  parents: [],
  certain: null,
  suggested: 'survivor'
} as const satisfies Partial<SinceRow>
