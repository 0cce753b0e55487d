import type { Appointment } from '@medplum/fhirtypes'
import { PatientId, type AppointmentId, type AppointmentTypeId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../../database/database'
import { wallTimeAt } from '../../../platform/wall-clock'
import { findAppointment, isHeld, overlapping } from '../../appointments'
import { standingPatientId } from '../../patients'
import { wasAskedAboutPlace } from '../conflicts.queries'
import type { PortalClash, PortalIncoming, PortalOutcome } from '../kind'
import { appointmentFrom } from '../mapping/appointment.rules'
import { ourRows } from '../our-rows'
import { hasOpenStep } from '../portal-rows.queries'
import { offeredTypes } from '../slots/offered-types'
import { findSlot, type SlotRow } from '../slots/slots.queries'
import { typesForSlot } from '../slots/slots.rules'
import { PORTAL_ACTOR, type KindContext } from './context'

type Incoming = PortalIncoming<Appointment>

/**
 * A booking made at the portal becomes an appointment by the same step as one made at the desk, with its checks, its
 * history and its messages. The patient keeps the place whoever is there: then somebody at the desk decides what becomes
 * of the other. A request for today is granted where the place is free, and decided at the desk where it is not.
 */
export async function takeBooking(
  context: KindContext,
  transaction: Transaction,
  incoming: Incoming
): Promise<PortalOutcome> {
  const held = appointmentFrom(incoming.resource)
  if (held.status !== 'booked' && held.status !== 'pending') return { is: 'nothing', localId: null }
  const known = await incoming.localIdOf('Patient', patientIn(incoming.resource))
  if (known === null) return { is: 'refused', reason: 'patient-unknown' }
  const slot = await slotOf(transaction, incoming)
  if (slot === null) return { is: 'refused', reason: 'slot-unknown' }
  if (held.startAt === null || Date.parse(held.startAt) !== Date.parse(slot.startAt))
    return { is: 'refused', reason: 'not-in-slot' }
  const type = await typeIn(transaction, slot, held.typeId)
  if (type === null) return { is: 'refused', reason: 'type-not-offered' }
  const patientId = await standingPatientId(transaction, PatientId.parse(known))
  const place = await placeIn(context, transaction, { slot, durationMinutes: type.durationMinutes })
  const end = Temporal.Instant.from(slot.startAt).add({ minutes: type.durationMinutes }).toString()
  const stretch = { ...slot, endAt: end }
  const others = await overlapping(transaction, stretch, null)
  const isTaken = others.length > 0 || (await isHeld(transaction, stretch))
  const change = await context.appointments.book(transaction, {
    ...place,
    actor: PORTAL_ACTOR,
    patientId,
    typeId: type.id,
    note: '',
    isOverbooking: isTaken
  })
  context.afterCommit(() => context.appointments.steps.announce(change))
  const localId = change.after.id
  const isForUs =
    isTaken && !(await areAllSeenTo(transaction, { others, remoteId: incoming.resource.id ?? '' }, context))
  return isForUs
    ? { is: 'conflict', localId, clash: takenClash(incoming.resource) }
    : { is: 'applied', localId }
}

/**
 * Those whose own booking is still to reach the portal are decided when it is refused there, and those that were refused
 * for this one's sake are shown already: not a second time here.
 */
async function areAllSeenTo(
  reader: Reader,
  { others, remoteId }: { others: readonly { id: AppointmentId }[]; remoteId: string },
  context: KindContext
): Promise<boolean> {
  if (others.length === 0) return false
  const rows = ourRows(reader)
  for (const { id } of others) {
    const other = await findAppointment(reader, id)
    if (!other) return false
    if (await wasAskedAboutPlace(reader, { localId: id, remoteId })) continue
    if (!(await hasOpenStep(reader, id))) return false
    if (!(await context.isServed(rows, other.patientId))) return false
  }
  return true
}

/** What a person may do with two who have one place: leave both, move the desk's, or cancel it. */
export function takenClash(theirs: Appointment): PortalClash {
  return { kind: 'slot-taken', ours: null, theirs, choices: ['overbook', 'move', 'cancel'] }
}

function patientIn({ participant }: Appointment): string | undefined {
  return participant.find(({ actor }) => actor?.reference?.startsWith('Patient/'))?.actor?.reference
}

async function slotOf(
  transaction: Transaction,
  { resource, localIdOf }: Pick<Incoming, 'resource' | 'localIdOf'>
): Promise<SlotRow | null> {
  const id = await localIdOf('Slot', resource.slot?.[0]?.reference)
  return id === null ? null : ((await findSlot(transaction, id)) ?? null)
}

async function typeIn(reader: Reader, slot: SlotRow, wanted: AppointmentTypeId | null) {
  const minutes = (Date.parse(slot.endAt) - Date.parse(slot.startAt)) / 60_000
  const fitting = typesForSlot({ id: slot.typeId, minutes }, await offeredTypes(reader))
  return fitting.find(({ id }) => id === (wanted ?? slot.typeId)) ?? null
}

async function placeIn(
  context: KindContext,
  reader: Reader,
  { slot: { clinicianId, startAt }, durationMinutes }: { slot: SlotRow; durationMinutes: number }
) {
  const { timeZone } = await context.settings.read(reader)
  const here = Temporal.Instant.from(startAt).toZonedDateTimeISO(timeZone)
  const time = wallTimeAt(here.hour * 60 + here.minute)
  return { clinicianId, date: here.toPlainDate().toString(), time, durationMinutes }
}
