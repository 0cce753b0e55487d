import type { PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import { bornUntil, type ClinicDay } from '../patients'

const MOST_ON_ONE_NUMBER = 50

export interface PersonRow {
  readonly language: Language | null
  readonly isReserved: boolean
  /** Kode 6 or 7: nothing that tells where the person is. */
  readonly isProtected: boolean
  readonly mobile: string | null
  /** Somebody has answered from the mobile that it is not the patient's. */
  readonly isMobileDisputed: boolean
}

export async function readPersonRow(reader: Reader, patientId: PatientId): Promise<PersonRow | null> {
  const row = await reader
    .selectFrom('patient')
    .leftJoin('patient_contact', (join) =>
      join
        .onRef('patient_contact.patient_id', '=', 'patient.id')
        .on('patient_contact.channel', '=', 'mobile')
        .on('patient_contact.ended_at', 'is', null)
    )
    .select([
      'patient.language',
      'patient.is_reserved',
      'patient.address_protection',
      'patient_contact.value',
      'patient_contact.disputed_at'
    ])
    .where('patient.id', '=', patientId)
    .executeTakeFirst()
  if (!row) return null
  return {
    language: row.language,
    isReserved: row.is_reserved === 1,
    isProtected: row.address_protection !== 'none',
    mobile: row.value,
    isMobileDisputed: row.disputed_at !== null
  }
}

/** Whether this mobile is the patient's and was proven or said to be so. */
export async function hasVerifiedMobile(
  reader: Reader,
  patientId: PatientId,
  mobile: string
): Promise<boolean> {
  const row = await reader
    .selectFrom('patient_contact')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('channel', '=', 'mobile')
    .where('value', '=', mobile)
    .where('ended_at', 'is', null)
    .where('verified_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export interface PersonOnNumber {
  readonly patientId: PatientId
  readonly name: string
  readonly language: Language | null
  readonly isReserved: boolean
  readonly isProtected: boolean
}

/**
 * The patients a number speaks for: whose mobile it is, and minors of whom any messages go to it. A number that somebody
 * has said is not a patient's speaks for that patient no more.
 */
export async function peopleOnNumber(
  reader: Reader,
  mobile: string,
  { today, country }: Pick<ClinicDay, 'today' | 'country'>
): Promise<PersonOnNumber[]> {
  const own = reader
    .selectFrom('patient_contact')
    .select('patient_id as id')
    .where('value', '=', mobile)
    .where('channel', '=', 'mobile')
    .where('ended_at', 'is', null)
    .where('disputed_at', 'is', null)
  const children = reader
    .selectFrom('guardian')
    .innerJoin('patient_contact', 'patient_contact.patient_id', 'guardian.guardian_id')
    .innerJoin('patient as child', 'child.id', 'guardian.child_id')
    .select('guardian.child_id as id')
    .where('patient_contact.value', '=', mobile)
    .where('patient_contact.channel', '=', 'mobile')
    .where('patient_contact.ended_at', 'is', null)
    .where('patient_contact.disputed_at', 'is', null)
    .where(({ eb, exists, or, selectFrom }) =>
      or([
        eb('guardian.carries_messages', '=', 1),
        exists(
          selectFrom('guardian_purpose')
            .select('guardian_purpose.relation_id')
            .whereRef('guardian_purpose.relation_id', '=', 'guardian.id')
        )
      ])
    )
    .where('guardian.period_end', 'is', null)
    .where('guardian.period_start', '<=', today.toString())
    .where(({ eb, or }) =>
      or([eb('guardian.planned_end', 'is', null), eb('guardian.planned_end', '>', today.toString())])
    )
    .where('child.birth_date', '>', bornUntil(today, country))
  const rows = await reader
    .selectFrom('patient')
    .select(['id', 'given_name', 'family_name', 'language', 'is_reserved', 'address_protection'])
    .where('id', 'in', own.union(children))
    .where('deceased_on', 'is', null)
    .orderBy('id')
    .limit(MOST_ON_ONE_NUMBER)
    .execute()
  return rows.map((row) => ({
    patientId: row.id,
    name: nameOf(row),
    language: row.language,
    isReserved: row.is_reserved === 1,
    isProtected: row.address_protection !== 'none'
  }))
}

export function nameOf({ given_name, family_name }: { given_name: string; family_name: string }): string {
  return `${given_name} ${family_name}`.trim()
}

export async function patientName(reader: Reader, id: PatientId): Promise<string | null> {
  const row = await reader
    .selectFrom('patient')
    .select(['given_name', 'family_name'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? nameOf(row) : null
}
