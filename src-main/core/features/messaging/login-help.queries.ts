import type { PatientId } from '@contract/ids'
import type { CivilDate, Language } from '@contract/values'
import type { Reader } from '../../database/database'
import { numberStanding, type NumberStanding } from '../patients'

export interface LoginRow extends NumberStanding {
  readonly language: Language | null
  readonly isReserved: boolean
  /** The GP is a clinician at work here. */
  readonly hasGpHere: boolean
  readonly mobile: string | null
  /** Somebody has answered from it that it is not the patient's. */
  readonly isMobileDisputed: boolean
  readonly birthDate: string | null
  /** Whether the patient has a child here, and whether a child's coming of age has ended that since the day given. */
  readonly hasChild: boolean
  readonly hadChildUntilGrown: boolean
}

/** What logging in to a portal hangs on, of the patient's record. Null when there is no such patient. */
export async function readLoginRow(
  reader: Reader,
  patientId: PatientId,
  grownSince: CivilDate
): Promise<LoginRow | null> {
  const row = await reader
    .selectFrom('patient')
    .leftJoin('clinician as gp', 'gp.id', 'patient.gp_clinician_id')
    .leftJoin('patient_contact as mobile', (join) =>
      join
        .onRef('mobile.patient_id', '=', 'patient.id')
        .on('mobile.channel', '=', 'mobile')
        .on('mobile.ended_at', 'is', null)
    )
    .select(({ selectFrom }) => [
      'patient.language',
      'patient.is_reserved',
      'patient.birth_date',
      'gp.is_active as gp_is_active',
      'mobile.value as mobile',
      'mobile.disputed_at',
      selectFrom('guardian')
        .select('guardian.id')
        .whereRef('guardian.guardian_id', '=', 'patient.id')
        .where('guardian.period_end', 'is', null)
        .limit(1)
        .as('child_relation'),
      selectFrom('guardian as grown')
        .select('grown.id')
        .whereRef('grown.guardian_id', '=', 'patient.id')
        .where('grown.ended_by', '=', 'majority')
        .where('grown.period_end', '>=', grownSince)
        .limit(1)
        .as('grown_relation')
    ])
    .where('patient.id', '=', patientId)
    .executeTakeFirst()
  if (!row) return null
  return {
    language: row.language,
    isReserved: row.is_reserved === 1,
    hasGpHere: row.gp_is_active === 1,
    mobile: row.mobile,
    isMobileDisputed: row.disputed_at !== null,
    ...(await numberStanding(reader, patientId)),
    birthDate: row.birth_date,
    hasChild: row.child_relation !== null,
    hadChildUntilGrown: row.grown_relation !== null
  }
}
