import type { Appointment } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import { minuteOf } from '../../lib/wall-time'
import { STEP_MINUTES, freeGaps } from './day-range'
import type { Span } from './lanes'

/** A place in a column that the arrow keys stop at: an appointment, or free time one could book from. */
export type Stop =
  | { kind: 'appointment'; startMinute: number; endMinute: number; appointmentId: AppointmentId }
  | { kind: 'free'; startMinute: number; endMinute: number }

export function spanOf(appointment: Appointment): Span {
  const startMinute = minuteOf(appointment.time)
  return { startMinute, endMinute: startMinute + appointment.durationMinutes }
}

/** Stops of one column in time order; free time is cut into pieces of `slotMinutes`, counted from where it begins. */
export function columnStops(
  appointments: readonly Appointment[],
  open: readonly Span[],
  slotMinutes: number
): Stop[] {
  const booked: Stop[] = appointments.map((one) => ({
    kind: 'appointment',
    appointmentId: one.id,
    ...spanOf(one)
  }))
  const free = freeGaps(open, booked).flatMap((gap) => pieces(gap, slotMinutes))
  return [...booked, ...free].sort((a, b) => a.startMinute - b.startMinute)
}

function pieces(gap: Span, slotMinutes: number): Stop[] {
  const found: Stop[] = []
  const step = Math.max(slotMinutes, STEP_MINUTES)
  for (let from = gap.startMinute; from + STEP_MINUTES <= gap.endMinute; from += step) {
    found.push({ kind: 'free', startMinute: from, endMinute: Math.min(from + step, gap.endMinute) })
  }
  return found
}

/** The stop that holds the minute, or else lies nearest to it. */
export function nearestStop(stops: readonly Stop[], minute: number): Stop | null {
  const distance = (stop: Stop): number => {
    if (minute < stop.startMinute) return stop.startMinute - minute
    return Math.max(0, minute - stop.endMinute + 1)
  }
  return stops.reduce<Stop | null>(
    (best, stop) => (best === null || distance(stop) < distance(best) ? stop : best),
    null
  )
}

export function isSameStop(a: Stop, b: Stop): boolean {
  if (a.kind === 'appointment' || b.kind === 'appointment') {
    return a.kind === 'appointment' && b.kind === 'appointment' && a.appointmentId === b.appointmentId
  }
  return a.startMinute === b.startMinute
}
