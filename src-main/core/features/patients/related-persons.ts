import type { PatientId } from '@contract/ids'
import type { RelatedPerson } from '@contract/patients'
import type { Reader } from '../../database/database'
import { ageOn, isMinor } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { findContacts } from './contacts.queries'
import { isGuardianOn, relationUntil } from './guardians.rules'
import { findGuardianRows, type GuardianRow } from './guardians.queries'
import { findPatientRows, type PatientRow } from './patients.queries'

/** A patient's guardians, or the children a patient is guardian of, today. */
export async function relatedPersons(
  reader: Reader,
  patient: PatientRow,
  { side, day }: { side: 'guardians' | 'children'; day: ClinicDay }
): Promise<RelatedPerson[]> {
  const isChild = side === 'guardians'
  const rows = await findGuardianRows(reader, isChild ? 'child_id' : 'guardian_id', [patient.id])
  const otherOf = (row: GuardianRow): PatientId => (isChild ? row.guardian_id : row.child_id)
  const others = await findPatientRows(reader, rows.map(otherOf))
  const mobiles = await findContacts(reader, [patient.id, ...rows.map(otherOf)])
  const mobileOf = (id: PatientId) =>
    mobiles.find((contact) => contact.patient_id === id && contact.channel === 'mobile')?.value
  const isAlive = (id: PatientId) =>
    [patient, ...others].some((one) => one.id === id && one.deceased_on === null)
  const canGetMessages = (id: PatientId) => isAlive(id) && mobileOf(id) !== undefined
  return rows.flatMap((row) => {
    const other = others.find(({ id }) => id === otherOf(row))
    const child = isChild ? patient : other
    if (!other || !child || !isGuardianOn(row, child, day.today)) return []
    const mobile = mobileOf(other.id)
    const carries = row.carries_messages === 1
    return [
      {
        guardianId: row.id,
        patientId: other.id,
        name: `${other.given_name} ${other.family_name}`.trim(),
        birthDate: other.birth_date,
        age: ageOn(other.birth_date, day.today),
        kind: row.kind,
        carriesMessages: carries,
        until: relationUntil(row, child),
        getsMessages: carries && isMinor(child.birth_date, day.today) && canGetMessages(row.guardian_id),
        sharesMobile: mobile !== undefined && mobile === mobileOf(patient.id)
      }
    ]
  })
}
