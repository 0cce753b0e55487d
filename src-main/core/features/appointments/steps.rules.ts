import type { AppointmentStatus, CancelReason } from '@contract/appointments'
import type { AppointmentTypeId } from '@contract/ids'
import type { Instant } from '@contract/values'
import { AppError } from '../../platform/app-error'
import type { AppointmentRecord, ChangedFields, ChangeKind } from './appointment-record'
import { isWithin, type Place } from './place.rules'
import { ENTERED_IN_ERROR } from './undo.rules'

/** What a step makes of an appointment. */
export interface Step {
  readonly kind: ChangeKind
  readonly changes: ChangedFields
}

/** Before the patient has come. */
const OPEN: readonly AppointmentStatus[] = ['waitlist', 'proposed', 'pending', 'booked']

/**
 * To another place or length. Who has arrived can still be moved within the day, to another clinician for instance;
 * who is with the clinician only gets more or less time. What the patient confirmed was the old time.
 * @throws AppError `transition-not-allowed`, `arrived-other-day`
 */
export function moved(appointment: AppointmentRecord, place: Place, isOverbooked: boolean): Step {
  const keepsStart = appointment.startAt === place.startAt && appointment.clinicianId === place.clinicianId
  assertMovable(appointment, place, keepsStart)
  const isConfirmedStill = appointment.startAt === place.startAt
  return {
    kind: keepsStart ? 'resized' : 'moved',
    changes: { ...place, isOverbooked, confirmedAt: isConfirmedStill ? appointment.confirmedAt : null }
  }
}

function assertMovable(appointment: AppointmentRecord, place: Place, keepsStart: boolean): void {
  const { status, isLeftUnseen } = appointment
  if (OPEN.includes(status)) return
  if (!isLeftUnseen && status === 'checked-in' && keepsStart) return
  if (isLeftUnseen || status !== 'arrived')
    throw new AppError('transition-not-allowed', { from: status, to: status })
  if (place.date !== appointment.date) throw new AppError('arrived-other-day')
}

/** Whether a shorter place inside the old one keeps the decision to overbook that was made for it. */
export function keepsOverbooking(appointment: AppointmentRecord, place: Place): boolean {
  return appointment.isOverbooked && isWithin(place, appointment)
}

/** The moment of a cancellation and the clinic's limit, hours before the start. */
export interface CancelMoment {
  readonly now: Instant
  readonly cancelLimitHours: number
}

/** What the clinic cancels itself, or the desk had booked by mistake, is no patient's late cancellation. */
const OF_THE_CLINIC: readonly CancelReason[] = ['clinic', 'double-booked', 'wrong-patient']

/** @throws AppError `transition-not-allowed`: who has arrived leaves unseen, who never came is a no-show. */
export function cancelled(appointment: AppointmentRecord, reason: CancelReason, at: CancelMoment): Step {
  if (!OPEN.includes(appointment.status))
    throw new AppError('transition-not-allowed', { from: appointment.status, to: 'cancelled' })
  return {
    kind: 'cancelled',
    changes: {
      status: 'cancelled',
      encounterStatus: 'cancelled',
      cancelReason: reason,
      isCancelledLate: !OF_THE_CLINIC.includes(reason) && isPastLimit(appointment, at)
    }
  }
}

/** Cancelled under so many hours before the start is late, and counted apart from those in time. */
function isPastLimit({ startAt }: AppointmentRecord, { now, cancelLimitHours }: CancelMoment): boolean {
  return Date.parse(startAt) - Date.parse(now) < cancelLimitHours * 3_600_000
}

/** @throws AppError `transition-not-allowed` when it is so already */
export function enteredInError({ status }: AppointmentRecord): Step {
  if (status === 'entered-in-error')
    throw new AppError('transition-not-allowed', { from: status, to: status })
  return { kind: 'entered-in-error', changes: ENTERED_IN_ERROR }
}

/** @throws AppError `transition-not-allowed`: only who has not come yet says that they will. */
export function confirmed(appointment: AppointmentRecord, at: Instant): Step {
  if (!OPEN.includes(appointment.status))
    throw new AppError('transition-not-allowed', { from: appointment.status, to: 'booked' })
  return { kind: 'confirmed', changes: { confirmedAt: at } }
}

/** @throws AppError `transition-not-allowed` once the patient is with the clinician, or will not come */
export function retyped({ status, isLeftUnseen }: AppointmentRecord, typeId: AppointmentTypeId): Step {
  if (isLeftUnseen || ![...OPEN, 'arrived'].includes(status))
    throw new AppError('transition-not-allowed', { from: status, to: status })
  return { kind: 'retyped', changes: { typeId } }
}

/** The same step, but the desk has told the patient of the new start itself. */
export function toldByDesk(step: Step, at: Instant): Step {
  const { startAt } = step.changes
  if (startAt === undefined) return step
  return { ...step, changes: { ...step.changes, toldStartAt: startAt, toldAt: at } }
}

/** Whether the patient has not come yet, so that it can be moved and cancelled freely. */
export function isOpen({ status }: Pick<AppointmentRecord, 'status'>): boolean {
  return OPEN.includes(status)
}

export function noted(note: string): Step {
  return { kind: 'note', changes: { note } }
}
