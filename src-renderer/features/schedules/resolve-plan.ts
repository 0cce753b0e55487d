import type { FreeSlot } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import type { AffectedBooking, BookingDecision } from '@contract/schedules'
import { minuteOf } from '../../lib/wall-time'

/** What the desk has chosen for one booking; null: not yet. */
export type Choice =
  | { readonly kind: 'move'; readonly slot: FreeSlot }
  | { readonly kind: 'cancel'; readonly notifyPatient: boolean }
  | { readonly kind: 'keep' }
  | null

export type Choices = ReadonlyMap<AppointmentId, Choice>

/** Every place a booking may be moved to, the same clinician's first. */
export function offersOf({ sameClinician, otherClinician }: AffectedBooking): FreeSlot[] {
  return [...sameClinician, ...otherClinician]
}

/** The places that have been chosen. */
export function placesOf(choices: Choices): FreeSlot[] {
  return [...choices.values()].flatMap((choice) => (choice?.kind === 'move' ? [choice.slot] : []))
}

/** A place as text that is the same for the same place only. */
export function slotKey({ clinicianId, date, time }: FreeSlot): string {
  return `${clinicianId} ${date} ${time}`
}

function overlaps(one: FreeSlot, other: FreeSlot): boolean {
  const [from, otherFrom] = [minuteOf(one.time), minuteOf(other.time)]
  const isSameDay = one.clinicianId === other.clinicianId && one.date === other.date
  return isSameDay && from < otherFrom + other.durationMinutes && otherFrom < from + one.durationMinutes
}

/** The bookings whose chosen place another one above them has been given. */
export function clashes(bookings: readonly AffectedBooking[], choices: Choices): Set<AppointmentId> {
  const given: FreeSlot[] = []
  const clashing = new Set<AppointmentId>()
  for (const { appointment } of bookings) {
    const choice = choices.get(appointment.id)
    if (choice?.kind !== 'move') continue
    if (given.some((slot) => overlaps(slot, choice.slot))) clashing.add(appointment.id)
    else given.push(choice.slot)
  }
  return clashing
}

/**
 * Each booking's first place that none above it has been given, with the same clinician before another. One for which
 * nothing is left keeps what it had.
 */
export function firstFitting(bookings: readonly AffectedBooking[], choices: Choices): Choices {
  const given: FreeSlot[] = []
  const next = new Map(choices)
  for (const booking of bookings) {
    const slot = offersOf(booking).find((offer) => !given.some((taken) => overlaps(taken, offer)))
    if (!slot) continue
    given.push(slot)
    next.set(booking.appointment.id, { kind: 'move', slot })
  }
  return next
}

/**
 * What the core is asked to do, for the bookings about which something has been decided. `versions`: of those that have
 * been changed and taken back since they were listed.
 */
export function decisionsOf(
  bookings: readonly AffectedBooking[],
  choices: Choices,
  versions: ReadonlyMap<AppointmentId, number> = new Map()
): BookingDecision[] {
  return bookings.flatMap(({ appointment: { id, version } }) => {
    const action = choices.get(id)
    return action ? [{ appointmentId: id, version: versions.get(id) ?? version, action }] : []
  })
}
