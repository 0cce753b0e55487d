import type { RoomId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import { AppError } from '../../platform/app-error'
import type { AppointmentRecord, Step } from '../appointments'

/*
 * The steps of a visit, on the two axes of HL7 FHIR R4: Appointment.status and Encounter.status. Each is taken by a
 * person; nothing here is done by a timer, so nobody who has arrived can become a no-show.
 */

/** @throws AppError `transition-not-allowed`, `not-today` for an appointment still days away */
export function arrived(
  appointment: AppointmentRecord,
  { now, today }: { now: Instant; today: CivilDate }
): Step {
  if (appointment.status !== 'booked') throw refused(appointment, 'arrived')
  if (appointment.date > today) throw new AppError('not-today', { date: appointment.date })
  return { kind: 'arrived', changes: { status: 'arrived', encounterStatus: 'arrived', arrivedAt: now } }
}

/** @throws AppError `transition-not-allowed` */
export function calledIn(
  appointment: AppointmentRecord,
  { now, roomId }: { now: Instant; roomId: RoomId | null }
): Step {
  if (!isWaiting(appointment)) throw refused(appointment, 'in-progress')
  const changes = { status: 'checked-in', encounterStatus: 'in-progress', inProgressAt: now, roomId } as const
  return { kind: 'called-in', changes }
}

/** @throws AppError `transition-not-allowed` */
export function finished(appointment: AppointmentRecord, now: Instant): Step {
  if (appointment.encounterStatus !== 'in-progress') throw refused(appointment, 'finished')
  return {
    kind: 'finished',
    changes: { status: 'fulfilled', encounterStatus: 'finished', finishedAt: now }
  }
}

/** Came, and left before being called in. @throws AppError `transition-not-allowed` */
export function leftUnseen(appointment: AppointmentRecord): Step {
  if (!isWaiting(appointment)) throw refused(appointment, 'left-unseen')
  return { kind: 'left-unseen', changes: { encounterStatus: 'cancelled', isLeftUnseen: true } }
}

/** @throws AppError `transition-not-allowed` for who has arrived, `no-show-too-early` before the start */
export function missed(appointment: AppointmentRecord, now: Instant): Step {
  if (appointment.status !== 'booked') throw refused(appointment, 'noshow')
  if (Date.parse(now) < Date.parse(appointment.startAt))
    throw new AppError('no-show-too-early', { time: appointment.time })
  return { kind: 'no-show', changes: { status: 'noshow', encounterStatus: 'cancelled' } }
}

/** Here and not called in yet. */
export function isWaiting({
  status,
  encounterStatus,
  isLeftUnseen
}: Pick<AppointmentRecord, 'status' | 'encounterStatus' | 'isLeftUnseen'>): boolean {
  const isHere = encounterStatus === 'arrived' || encounterStatus === 'triaged'
  return status === 'arrived' && isHere && !isLeftUnseen
}

function refused({ status, isLeftUnseen }: AppointmentRecord, to: string): AppError {
  return new AppError('transition-not-allowed', { from: isLeftUnseen ? 'left-unseen' : status, to })
}
