import { AppointmentId, PatientId } from '@contract/ids'
import type { PortalSide } from '@contract/portal'
import type { Reader } from '../../database/database'
import { findAppointment } from '../appointments'
import { findPatientRows } from '../patients'
import type { PortalType } from './kind'
import { findConsent, findGuardian } from './portal-rows.queries'

export type Person = NonNullable<PortalSide['patient']>

/** The patient whom one of the clinic's own is about; null for what is about nobody, or is gone. */
export async function whose(
  reader: Reader,
  { type, localId }: { type: PortalType; localId: number }
): Promise<Person | null> {
  switch (type) {
    case 'Patient':
      return await personOf(reader, localId)
    case 'Appointment':
      return await personOf(
        reader,
        (await findAppointment(reader, AppointmentId.parse(localId)))?.patientId ?? null
      )
    case 'Consent':
      return await personOf(reader, (await findConsent(reader, localId))?.patient_id ?? null)
    case 'RelatedPerson':
      return await personOf(reader, (await findGuardian(reader, localId))?.child_id ?? null)
    default:
      return null
  }
}

export async function personOf(reader: Reader, id: number | null): Promise<Person | null> {
  if (id === null) return null
  const [row] = await findPatientRows(reader, [PatientId.parse(id)])
  return row ? { id: row.id, name: `${row.given_name} ${row.family_name}`.trim() } : null
}
