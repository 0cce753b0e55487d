import type { Appointment } from '@medplum/fhirtypes'
import { AppointmentId } from '@contract/ids'
import type { Reader, Transaction } from '../../../database/database'
import { toStoredInstant } from '../../../platform/clock'
import { cancelled, confirmed, findAppointment, isOpen, type AppointmentRecord } from '../../appointments'
import type { PortalIncoming, PortalKind, PortalOutcome } from '../kind'
import { appointmentFrom, type HeldAppointment } from '../mapping/appointment.rules'
import { appointmentIdsBetween, lastAppointmentId, type IdPage } from '../portal-rows.queries'
import { takeBooking, takenClash } from './appointment-booked'
import { decideAppointment } from './appointment-decided'
import { readAppointment } from './appointment-facts'
import { PORTAL_ACTOR, type KindContext } from './context'
import { KNOWN_DAYS_BACK } from './patient.kind'

/** Rows looked at in one seek when everything is listed. */
const WINDOW = 5_000

export function appointmentKind(context: KindContext): PortalKind<'Appointment'> {
  return {
    type: 'Appointment',
    check: context.check,
    list: async (reader, page) => await listRecent(context, reader, page),
    read: async (rows, request) => await readAppointment(context, rows, request),
    async apply(transaction, incoming) {
      const { localId } = incoming
      const record =
        localId === null ? null : await findAppointment(transaction, AppointmentId.parse(localId))
      return record
        ? await applyKnown(context, transaction, { ...incoming, record })
        : await takeBooking(context, transaction, incoming)
    },
    async clash(_reader, { ours, theirs, kind }) {
      const plain = { kind, ours, theirs, choices: ['seen' as const] }
      if (kind !== 'slot-taken' || theirs?.resourceType !== 'Appointment') return await Promise.resolve(plain)
      return { ...takenClash(theirs), ours }
    },
    decide: async (transaction, decision) => await decideAppointment(context, transaction, decision)
  }
}

/** From the last months on; by windows of ids, so that a clinic's twenty years are passed over without being held up. */
async function listRecent(
  { clock }: KindContext,
  reader: Reader,
  { after, limit }: IdPage
): Promise<number[]> {
  const endsAfter = toStoredInstant(clock.now().subtract({ hours: 24 * KNOWN_DAYS_BACK }))
  const last = await lastAppointmentId(reader)
  const found: number[] = []
  for (let from = after; from < last && found.length < limit; from += WINDOW) {
    const window = { after: from, until: from + WINDOW, endsAfter, limit: limit - found.length }
    found.push(...(await appointmentIdsBetween(reader, window)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return found
}

interface Known extends PortalIncoming<Appointment> {
  readonly record: AppointmentRecord
}

/** A patient cancels or confirms at the portal; all else about an appointment is the clinic's. */
async function applyKnown(
  context: KindContext,
  transaction: Transaction,
  { record, resource, base, isPending }: Known
): Promise<PortalOutcome> {
  const held = appointmentFrom(resource)
  const before = base && appointmentFrom(base)
  const localId = record.id
  if (held.status === 'cancelled' && before?.status !== 'cancelled' && record.status !== 'cancelled')
    return await cancel(context, transaction, { record, resource, held, isPending })
  const isNewlyConfirmed = held.isConfirmed && before !== null && !before.isConfirmed
  if (!isNewlyConfirmed || held.status !== 'booked' || record.confirmedAt !== null || !isOpen(record))
    return { is: 'nothing', localId }
  const change = await context.appointments.steps.take(transaction, {
    id: record.id,
    actor: PORTAL_ACTOR,
    notifyPatient: false,
    decide: (appointment, { now }) => confirmed(appointment, now)
  })
  context.afterCommit(() => context.appointments.steps.announce(change))
  return { is: 'applied', localId }
}

/**
 * The patient's cancellation beats what the desk did meanwhile; whoever has come already is not cancelled. Under the
 * clinic's limit it counts as late, as one at the desk does.
 */
async function cancel(
  { appointments, afterCommit }: KindContext,
  transaction: Transaction,
  cancellation: {
    record: AppointmentRecord
    resource: Appointment
    held: HeldAppointment
    isPending: boolean
  }
): Promise<PortalOutcome> {
  const { record, resource, held, isPending } = cancellation
  const theirs = { ours: null, theirs: resource, choices: ['seen'] } as const
  if (!isOpen(record))
    return { is: 'conflict', localId: record.id, clash: { kind: 'not-allowed', ...theirs } }
  const change = await appointments.steps.take(transaction, {
    id: record.id,
    actor: PORTAL_ACTOR,
    // The patient has read it at the portal.
    notifyPatient: false,
    decide: (appointment, at) => cancelled(appointment, held.cancelReason ?? 'patient', at)
  })
  afterCommit(() => appointments.steps.announce(change))
  return isPending && Date.parse(record.startAt) !== Date.parse(held.startAt ?? record.startAt)
    ? { is: 'conflict', localId: record.id, clash: { kind: 'cancelled-by-patient', ...theirs } }
    : { is: 'applied', localId: record.id }
}
