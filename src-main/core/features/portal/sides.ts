import { AppointmentId, PatientId } from '@contract/ids'
import type { PortalConflictView, PortalFact, PortalSide } from '@contract/portal'
import type { Reader } from '../../database/database'
import { findAppointment, overlapping, type AppointmentRecord } from '../appointments'
import { findContacts, findPatientRows } from '../patients'
import { localIdIn } from './context'
import type { ConflictRow } from './conflicts.queries'
import { factsOf } from './facts.rules'
import type { PortalResource } from './kind'
import { clinicianNamed } from './marks.queries'
import { readBodyText } from './resource-shape'
import { conflictView } from './view.rules'

const NOTHING: PortalSide = { patient: null, appointmentId: null, facts: [] }

/** A conflict with both sides as a person reads them: who, when, with whom. */
export async function conflictWithSides(reader: Reader, row: ConflictRow): Promise<PortalConflictView> {
  const read = (text: string | null) => (text === null ? null : readBodyText(text))
  const [ours, theirs] = [read(row.ours), read(row.theirs)]
  const atPortal = theirs ? await remoteSide(reader, theirs) : NOTHING
  return { ...conflictView(row), atDesk: await deskSide(reader, row, ours), atPortal }
}

async function remoteSide(reader: Reader, resource: PortalResource): Promise<PortalSide> {
  const localIdOf = localIdIn(reader)
  const patientId =
    resource.resourceType === 'Appointment'
      ? await localIdOf('Patient', patientReference(resource.participant))
      : null
  return { ...NOTHING, patient: await personOf(reader, patientId), facts: factsOf(resource) }
}

function patientReference(participant: readonly { actor?: { reference?: string } }[]): string | undefined {
  return participant.find(({ actor }) => actor?.reference?.startsWith('Patient/'))?.actor?.reference
}

/**
 * What stands at the desk: of a person what was to be sent, of an appointment as it is now. Where the portal's booking
 * came beside another, that other is the desk's.
 */
async function deskSide(
  reader: Reader,
  { type, kind, local_id: localId }: ConflictRow,
  ours: PortalResource | null
): Promise<PortalSide> {
  if (localId === null) return ours ? { ...NOTHING, facts: factsOf(ours) } : NOTHING
  if (type === 'Patient') return await patientSide(reader, PatientId.parse(localId))
  if (type !== 'Appointment') return NOTHING
  const record = await findAppointment(reader, AppointmentId.parse(localId))
  if (!record) return NOTHING
  if (kind !== 'slot-taken' || ours !== null) return await appointmentSide(reader, record)
  const [other] = await overlapping(reader, record, record.id)
  const beside = other ? await findAppointment(reader, other.id) : null
  return beside ? await appointmentSide(reader, beside) : NOTHING
}

/** As the record is now: what was to be sent says how it was when both last agreed. */
async function patientSide(reader: Reader, id: PatientId): Promise<PortalSide> {
  const patient = await personOf(reader, id)
  const contacts = await findContacts(reader, [id])
  const facts = (['mobile', 'email'] as const).flatMap((name) => {
    const value = contacts.find(({ channel }) => channel === name)?.value
    return value === undefined ? [] : [{ name, value }]
  })
  return {
    ...NOTHING,
    patient,
    facts: [...(patient ? [{ name: 'name' as const, value: patient.name }] : []), ...facts]
  }
}

async function appointmentSide(reader: Reader, record: AppointmentRecord): Promise<PortalSide> {
  const clinician = await clinicianNamed(reader, record.clinicianId)
  const facts: PortalFact[] = [
    { name: 'start', value: record.startAt },
    { name: 'with', value: clinician },
    {
      name: 'status',
      value:
        record.status === 'cancelled' && record.cancelReason === 'patient'
          ? 'cancelled-by-patient'
          : record.status
    }
  ]
  return { patient: await personOf(reader, record.patientId), appointmentId: record.id, facts }
}

async function personOf(reader: Reader, id: number | null): Promise<PortalSide['patient']> {
  if (id === null) return null
  const [row] = await findPatientRows(reader, [PatientId.parse(id)])
  return row ? { id: row.id, name: `${row.given_name} ${row.family_name}`.trim() } : null
}
