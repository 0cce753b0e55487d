import { GUARDIAN_PURPOSES } from '@contract/choices'
import type { PatientId } from '@contract/ids'
import type { GuardianPurpose, RelatedPerson } from '@contract/patients'
import type { Reader } from '../../database/database'
import { ageOn, isMinor } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { findContacts } from './contacts.queries'
import { carrierOf, isGuardianOn, relationUntil } from './guardians.rules'
import { findGuardianRows, type GuardianRow } from './guardians.queries'
import { findPatientRows, type PatientRow } from './patients.queries'

/**
 * A patient's guardians, or the children a patient is guardian of, today. Of whom has a protected address it is said
 * that there is a relation, and nothing of the mobile.
 */
export async function relatedPersons(
  reader: Reader,
  patient: PatientRow,
  { side, day }: { side: 'guardians' | 'children'; day: ClinicDay }
): Promise<RelatedPerson[]> {
  const isChild = side === 'guardians'
  const rows = await findGuardianRows(reader, isChild ? 'child_id' : 'guardian_id', [patient.id])
  const otherOf = (row: GuardianRow): PatientId => (isChild ? row.guardian_id : row.child_id)
  const people = new Map(
    [patient, ...(await findPatientRows(reader, rows.map(otherOf)))].map((one) => [one.id, one])
  )
  const current = rows.filter((row) => {
    const child = people.get(row.child_id)
    return child !== undefined && isGuardianOn(row, child, day)
  })
  // Of each child all guardians are looked at: what one of them gets hangs on the others.
  const families = isChild ? current : await guardiansOf(reader, current, { people, day })
  const mobiles = await findContacts(reader, [...people.keys()])
  const mobileOf = (id: PatientId) =>
    mobiles.find((contact) => contact.patient_id === id && contact.channel === 'mobile')?.value
  const canGetMessages = (id: PatientId) => people.get(id)?.deceased_on === null && mobileOf(id) !== undefined
  return current.flatMap((row) => {
    const other = people.get(otherOf(row))
    const child = people.get(row.child_id)
    if (!other || !child) return []
    const mobile = mobileOf(other.id)
    const carries = carriedBy(row, families)
    const isProtected = other.address_protection !== 'none'
    return [
      {
        guardianId: row.id,
        patientId: other.id,
        name: `${other.given_name} ${other.family_name}`.trim(),
        birthDate: other.birth_date,
        age: ageOn(other.birth_date, day.today),
        kind: row.kind,
        carriesMessages: row.carries_messages === 1,
        carries,
        chosenFor: GUARDIAN_PURPOSES.filter((purpose) => row.chosenFor.has(purpose)),
        from: row.period_start,
        until: relationUntil(row, child, day),
        plannedEnd: row.planned_end,
        getsMessages: carries.length > 0 && isMinor(child.birth_date, day) && canGetMessages(row.guardian_id),
        sharesMobile: !isProtected && mobile !== undefined && mobile === mobileOf(patient.id),
        isProtected
      }
    ]
  })
}

function carriedBy(row: GuardianRow, families: readonly GuardianRow[]): GuardianPurpose[] {
  const family = families.filter(({ child_id }) => child_id === row.child_id)
  return GUARDIAN_PURPOSES.filter((purpose) => carrierOf(family, purpose)?.id === row.id)
}

async function guardiansOf(
  reader: Reader,
  relations: readonly GuardianRow[],
  { people, day }: { people: ReadonlyMap<PatientId, PatientRow>; day: ClinicDay }
): Promise<GuardianRow[]> {
  const children = [...new Set(relations.map(({ child_id }) => child_id))]
  const rows = await findGuardianRows(reader, 'child_id', children)
  return rows.filter((row) => {
    const child = people.get(row.child_id)
    return child !== undefined && isGuardianOn(row, child, day)
  })
}
