import type { Appointment, Day, DayColumn } from '@contract/appointments'
import type { PatientId } from '@contract/ids'

/**
 * The newer day with every appointment that did not change kept as the same object, so that the page draws anew only
 * what changed. A version alone does not tell: messages and alerts change beside it.
 */
export function mergeDay(shown: Day | null, fresh: Day): Day {
  if (shown?.date !== fresh.date) return fresh
  const known = new Map(shown.columns.flatMap((column) => column.appointments).map((one) => [one.id, one]))
  const columns = fresh.columns.map((column): DayColumn => ({
    ...column,
    appointments: column.appointments.map((one) => {
      const before = known.get(one.id)
      return before && isSame(before, one) ? before : one
    })
  }))
  const kept = columns.map((column) => shown.columns.find((one) => hasSameContent(one, column)) ?? column)
  return { ...fresh, columns: kept }
}

/**
 * The shown day with the part of these patients read anew. Null where the columns themselves may have changed: they come
 * and go with the bookings of who has left the clinic, so the whole day must be read.
 */
export function mergePatients(
  shown: Day,
  patientIds: readonly PatientId[],
  fresh: readonly Appointment[]
): Day | null {
  const columns = shown.columns.map((column): DayColumn => {
    const others = column.appointments.filter((one) => !patientIds.includes(one.patientId))
    const own = fresh.filter((one) => one.clinicianId === column.clinicianId)
    return { ...column, appointments: [...others, ...own].sort(inDayOrder) }
  })
  const hasEmptied = columns.some(
    ({ appointments }, index) => appointments.length === 0 && shown.columns[index]?.appointments.length !== 0
  )
  const isPlaced = fresh.every((one) => columns.some(({ clinicianId }) => clinicianId === one.clinicianId))
  return hasEmptied || !isPlaced ? null : mergeDay(shown, { ...shown, columns })
}

/** The core's order. Times of one day as text, which sort as moments do. */
function inDayOrder(a: Appointment, b: Appointment): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1
  return a.id - b.id
}

function isSame(a: Appointment, b: Appointment): boolean {
  if (a === b) return true
  return a.version === b.version && JSON.stringify(a) === JSON.stringify(b)
}

/** Compares appointments as objects: unchanged ones have been kept by then. */
function hasSameContent(a: DayColumn, b: DayColumn): boolean {
  return (
    a.clinicianId === b.clinicianId &&
    a.appointments.length === b.appointments.length &&
    a.appointments.every((one, index) => one === b.appointments[index]) &&
    JSON.stringify([a.sessions, a.absences]) === JSON.stringify([b.sessions, b.absences])
  )
}
