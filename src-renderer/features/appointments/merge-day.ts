import type { Appointment, Day, DayColumn } from '@contract/appointments'

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

function isSame(a: Appointment, b: Appointment): boolean {
  return a.version === b.version && JSON.stringify(a) === JSON.stringify(b)
}

/** Compares appointments as objects: unchanged ones have been kept by then. */
function hasSameContent(a: DayColumn, b: DayColumn): boolean {
  return (
    a.clinicianId === b.clinicianId &&
    a.appointments.length === b.appointments.length &&
    a.appointments.every((one, index) => one === b.appointments[index]) &&
    JSON.stringify(a.workingHours) === JSON.stringify(b.workingHours)
  )
}
