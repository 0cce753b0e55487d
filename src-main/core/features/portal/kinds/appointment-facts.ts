import type { Appointment } from '@medplum/fhirtypes'
import { AppointmentId, ClinicianId } from '@contract/ids'
import { overlapping, type AppointmentRecord } from '../../appointments'
import { consentsFrom } from '../../consents'
import type { PatientRow } from '../../patients'
import { isLive } from '../answers.rules'
import type { AppointmentThen, PlaceThen, PortalReading, PortalReadRequest } from '../kind'
import {
  appointmentFrom,
  toAppointment,
  type AppointmentFacts,
  type RemindedBy
} from '../mapping/appointment.rules'
import { keepForeign } from '../mapping/keep-foreign.rules'
import { PORTAL_BOOKING } from '../mapping/systems.rules'
import type { OurRows } from '../our-rows'
import { readBodyText } from '../resource-shape'
import { slotsOverlapping, type SlotRow } from '../slots/slots.queries'
import { slotIds } from '../step-plan.rules'
import type { KindContext } from './context'

type Request = PortalReadRequest<Appointment>
type Status = AppointmentFacts['status']

/** The appointment as it is, or as it was when the step was taken that is to be carried over. */
export async function readAppointment(
  context: KindContext,
  rows: OurRows,
  request: Request
): Promise<PortalReading<Appointment>> {
  const record = await rows.appointment(AppointmentId.parse(request.localId))
  const patient = record && (await rows.patient(record.patientId))
  const status = record && statusOf(record, request.then)
  if (!record || !patient || !status) return { is: 'none' }
  const served = await context.served(rows, patient.id)
  if (served.is === 'waits') return served
  const isAtPortal = served.is === 'served'
  if (!isAtPortal && request.base === null) return { is: 'none' }
  const place = request.then?.place ?? record
  const marks = [
    { type: 'Patient', localId: patient.id },
    { type: 'Practitioner', localId: place.clinicianId }
  ] as const
  const [patientRemoteId, practitionerRemoteId] = await Promise.all(marks.map(request.remoteId))
  if (patientRemoteId == null) return { is: 'waits', mark: marks[0] }
  if (practitionerRemoteId == null) return { is: 'waits', mark: marks[1] }
  const isOverbooked = request.then ? request.then.isOverbooked === 1 : record.isOverbooked
  const slotRemoteIds =
    stoodOn(request.base, { status, place }) ?? (await standsOn(rows, { request, place, isOverbooked }))
  const remote = { patientRemoteId, practitionerRemoteId, slotRemoteIds }
  const written = { record, patient, status, place, remote, request }
  const facts = await factsOf(context, rows, { ...written, isForgotten: !isAtPortal })
  return {
    is: 'body',
    body: keepForeign(toAppointment(facts, await context.clinic(rows)), request.base)
  }
}

/** Who waits for a place has no appointment; an earlier step says what it was then. */
function statusOf({ status }: AppointmentRecord, then: AppointmentThen | null): Status | null {
  const was = STATUSES.find((one) => one === then?.status) ?? status
  return was === 'waitlist' ? null : was
}

const STATUSES: readonly Status[] = [
  ...(['proposed', 'pending', 'booked', 'arrived', 'checked-in'] as const),
  ...(['fulfilled', 'cancelled', 'noshow', 'entered-in-error'] as const)
]

/**
 * What is over keeps the slots that it had, or had not, when it ended: which of them the clinic offers today, and who has
 * them, is no news of it.
 */
function stoodOn(
  base: Appointment | null,
  { status, place }: { status: Status; place: PlaceThen }
): string[] | null {
  const isSamePlace = base?.start !== undefined && Date.parse(base.start) === Date.parse(place.startAt)
  return base !== null && isSamePlace && !isLive(status) ? slotIds(base) : null
}

/** One that is offered no more stays with whom the portal has given it to, and is given to nobody else. */
async function standsOn(
  rows: OurRows,
  { request, place, isOverbooked }: { request: Request; place: PlaceThen; isOverbooked: boolean }
): Promise<string[]> {
  const ids: string[] = []
  for (const slot of await slotsAt(rows, place, request)) {
    const mayTake = slot.status !== 'gone' && !isOverbooked
    if (holds(request.base, slot.remoteId) || (mayTake && !(await isAnothers(rows, slot, request))))
      ids.push(slot.remoteId)
  }
  return ids
}

async function slotsAt(
  { reader }: OurRows,
  { clinicianId, startAt, endAt }: PlaceThen,
  { remoteId }: Pick<Request, 'remoteId'>
): Promise<SlotThere[]> {
  const place = { clinicianId: ClinicianId.parse(clinicianId), startAt, endAt }
  const slots: SlotThere[] = []
  for (const slot of await slotsOverlapping(reader, place)) {
    const remote = await remoteId({ type: 'Slot', localId: slot.id })
    if (remote !== null) slots.push({ ...slot, remoteId: remote })
  }
  return slots
}

interface SlotThere extends SlotRow {
  readonly remoteId: string
}

/**
 * Two short visits may share a slot that was cut for a longer one, and the portal lets only one appointment stand on it:
 * the one that it knows there, else the one that was booked first. The other is told without.
 */
async function isAnothers(rows: OurRows, slot: SlotThere, { localId, then }: Request): Promise<boolean> {
  for (const { id, isOverbooked } of await overlapping(rows.reader, slot, AppointmentId.parse(localId))) {
    if (isOverbooked) continue
    if (then === null && id < localId) return true
    const agreed = await rows.agreed({ type: 'Appointment', localId: id })
    const there = agreed?.body == null ? null : readBodyText(agreed.body)
    if (there?.resourceType === 'Appointment' && isLive(there.status) && holds(there, slot.remoteId))
      return true
  }
  return false
}

/** Who was booked beside another has no slot, except where the portal itself has given it. */
function holds(base: Appointment | null, slotId: string): boolean {
  return base?.slot?.some(({ reference }) => reference === `Slot/${slotId}`) === true
}

interface Written {
  readonly record: AppointmentRecord
  readonly patient: PatientRow
  readonly status: Status
  readonly place: PlaceThen
  readonly remote: Pick<AppointmentFacts, 'patientRemoteId' | 'practitionerRemoteId' | 'slotRemoteIds'>
  readonly request: Request
  /** The portal serves the patient no more: only that the place is taken stays. */
  readonly isForgotten: boolean
}

async function factsOf(
  context: KindContext,
  rows: OurRows,
  { record, patient, status, place, remote, request, isForgotten }: Written
): Promise<AppointmentFacts> {
  const { id, typeId, startAt, cancelReason } = record
  const types = isForgotten ? [] : await context.offered(rows)
  const { kind } = await context.appointments.types.get(rows.reader, typeId)
  const hasLink = kind === 'video' && status === 'booked' && !isForgotten
  return {
    ...remote,
    own: request.identifier,
    clinicianName: (await rows.clinician(ClinicianId.parse(place.clinicianId)))?.name ?? '',
    kind,
    type: types.find((type) => type.id === typeId) ?? null,
    startAt: place.startAt,
    endAt: place.endAt,
    status,
    isLeftUnseen: record.isLeftUnseen,
    cancelReason,
    createdAt: record.createdAt,
    isConfirmed: record.confirmedAt !== null,
    isBookedByPatient: request.base?.identifier?.some(({ system }) => system === PORTAL_BOOKING) === true,
    remindedBy: isForgotten ? 'nobody' : await remindedBy(context, rows, { patient, base: request.base }),
    videoLink: hasLink ? await context.videoLinkOf(rows.reader, { id, start: startAt }) : null,
    isProtected: isForgotten || patient.address_protection !== 'none'
  }
}

/** The portal where it has said so itself; else the clinic reminds whoever may be reminded. Nothing is sent twice. */
async function remindedBy(
  context: KindContext,
  rows: OurRows,
  { patient, base }: { patient: PatientRow; base: Appointment | null }
): Promise<RemindedBy> {
  if (base !== null && appointmentFrom(base).remindedBy === 'portal') return 'portal'
  const decider = { birthDate: patient.birth_date, isReserved: patient.is_reserved === 1 }
  const consents = consentsFrom(await rows.decisions(patient.id), decider, await context.day(rows))
  const may = consents.some(({ purpose, isAllowed }) => purpose === 'appointment-reminder' && isAllowed)
  return may ? 'clinic' : 'nobody'
}
