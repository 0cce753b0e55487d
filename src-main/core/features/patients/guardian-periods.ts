import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { AgeDay } from './age.rules'
import { guardianHistory } from './guardians.queries'
import { relationUntil } from './guardians.rules'

export interface GuardianPeriod {
  readonly from: string
  /** The first day on which it held no more; null: nobody knows. */
  readonly until: string | null
}

/** When a child has had guardians, as the rules of ages and plans say. */
export async function guardianPeriods(
  reader: Reader,
  { id, birthDate }: { id: PatientId; birthDate: string | null },
  day: AgeDay
): Promise<GuardianPeriod[]> {
  const relations = await guardianHistory(reader, id)
  return relations.map((relation) => ({
    from: relation.period_start,
    until: relationUntil(relation, { birth_date: birthDate }, day)
  }))
}
