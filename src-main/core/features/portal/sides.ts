import { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import type { Country } from '@contract/values'
import type { PortalConflictView, PortalFact, PortalSide } from '@contract/portal'
import type { Reader } from '../../database/database'
import { findAppointment, overlapping, type AppointmentRecord } from '../appointments'
import { findContacts } from '../patients'
import { formatTelephone } from '../../platform/telephone'
import { localIdIn } from './context'
import type { ConflictRow } from './conflicts.queries'
import { factsOf } from './facts.rules'
import type { PortalResource } from './kind'
import { clinicianNamed } from './marks.queries'
import { readBodyText } from './resource-shape'
import { conflictView } from './view.rules'
import { personOf } from './whose'

const NOTHING: PortalSide = { patient: null, appointmentId: null, facts: [] }

/** A conflict with both sides as a person reads them: who, when, with whom. */
export async function conflictWithSides(
  reader: Reader,
  row: ConflictRow,
  country: Country
): Promise<PortalConflictView> {
  const read = (text: string | null) => (text === null ? null : readBodyText(text))
  const [ours, theirs] = [read(row.ours), read(row.theirs)]
  const atPortal = theirs ? await remoteSide(reader, theirs, country) : NOTHING
  return { ...conflictView(row), atDesk: await deskSide(reader, row, { ours, country }), atPortal }
}

/** What the patient changes at the portal; name and number are the clinic's, and the same on both sides. */
const CONTACT_FACTS: ReadonlySet<PortalFact['name']> = new Set([
  'name',
  'mobile',
  'mobile-unverified',
  'email'
])

async function remoteSide(reader: Reader, resource: PortalResource, country: Country): Promise<PortalSide> {
  const facts = factsOf(resource, country)
  if (resource.resourceType === 'Patient')
    return { ...NOTHING, facts: facts.filter(({ name }) => CONTACT_FACTS.has(name)) }
  if (resource.resourceType !== 'Appointment') return { ...NOTHING, facts }
  const localIdOf = localIdIn(reader)
  const { participant } = resource
  const patientId = await localIdOf('Patient', referenceTo('Patient', participant))
  const clinicianId = await localIdOf('Practitioner', referenceTo('Practitioner', participant))
  const known = clinicianId === null ? '' : await clinicianNamed(reader, ClinicianId.parse(clinicianId))
  const [start, ...others] = facts.filter(({ name }) => known === '' || name !== 'with')
  return {
    ...NOTHING,
    patient: await personOf(reader, patientId),
    facts: [
      ...(start ? [start] : []),
      ...(known === '' ? [] : [{ name: 'with' as const, value: known }]),
      ...others
    ]
  }
}

function referenceTo(
  type: 'Patient' | 'Practitioner',
  participant: readonly { actor?: { reference?: string } }[]
): string | undefined {
  return participant.find(({ actor }) => actor?.reference?.startsWith(`${type}/`))?.actor?.reference
}

/**
 * What stands at the desk: of a person what was to be sent, of an appointment as it is now. Where the portal's booking
 * came beside another, that other is the desk's.
 */
async function deskSide(
  reader: Reader,
  { type, kind, local_id: localId }: ConflictRow,
  { ours, country }: { ours: PortalResource | null; country: Country }
): Promise<PortalSide> {
  if (localId === null) return ours ? { ...NOTHING, facts: factsOf(ours, country) } : NOTHING
  if (type === 'Patient') return await patientSide(reader, PatientId.parse(localId), country)
  if (type !== 'Appointment') return NOTHING
  const record = await findAppointment(reader, AppointmentId.parse(localId))
  if (!record) return NOTHING
  if (kind !== 'slot-taken' || ours !== null) return await appointmentSide(reader, record)
  const [other] = await overlapping(reader, record, record.id)
  const beside = other ? await findAppointment(reader, other.id) : null
  return beside ? await appointmentSide(reader, beside) : NOTHING
}

/** As the record is now: what was to be sent says how it was when both last agreed. */
async function patientSide(reader: Reader, id: PatientId, country: Country): Promise<PortalSide> {
  const patient = await personOf(reader, id)
  const contacts = await findContacts(reader, [id])
  const facts = (['mobile', 'email'] as const).flatMap((name) => {
    const value = contacts.find(({ channel }) => channel === name)?.value
    if (value === undefined) return []
    return [{ name, value: name === 'mobile' ? formatTelephone(value, country) : value }]
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
