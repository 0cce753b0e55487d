import type { DayColumn } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { addDays, isoWeekday } from '../../lib/dates'

/** Whose column on which date. */
export interface ColumnPlace {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
}

/** One column of the calendar: of a clinician in the day view, of a date in the week view. */
export interface ShownColumn {
  readonly date: CivilDate
  readonly holiday: string | null
  readonly column: DayColumn
}

export function isSameColumn(a: ColumnPlace, b: ColumnPlace): boolean {
  return a.clinicianId === b.clinicianId && a.date === b.date
}

/**
 * The column beside one. Past the last comes the first of the next day, or of the next week where the columns are the
 * days of one clinician; and the other way round. The columns may still be those of the day or week before.
 */
export function columnBeside<P extends ColumnPlace>(
  place: P,
  by: 1 | -1,
  columns: readonly ColumnPlace[]
): P {
  return isWeek(columns) ? dateBeside(place, by, columns) : clinicianBeside(place, by, columns)
}

/** Whether the columns are days of one clinician. */
export function isWeek(columns: readonly ColumnPlace[]): boolean {
  return columns.some(({ date }) => date !== columns[0]?.date)
}

function clinicianBeside<P extends ColumnPlace>(place: P, by: 1 | -1, columns: readonly ColumnPlace[]): P {
  const clinicianIds = columns.map(({ clinicianId }) => clinicianId)
  const neighbour = clinicianIds[clinicianIds.indexOf(place.clinicianId) + by]
  if (neighbour !== undefined) return { ...place, clinicianId: neighbour }
  const entered = by === 1 ? clinicianIds[0] : clinicianIds.at(-1)
  return { ...place, clinicianId: entered ?? place.clinicianId, date: addDays(place.date, by) }
}

function dateBeside<P extends ColumnPlace>(place: P, by: 1 | -1, columns: readonly ColumnPlace[]): P {
  const weekdays = columns.map(({ date }) => isoWeekday(date))
  const weekday = isoWeekday(place.date)
  const neighbour = weekdays[weekdays.indexOf(weekday) + by]
  const isShown = weekdays.includes(weekday) && neighbour !== undefined
  return {
    ...place,
    date: isShown ? addDays(place.date, neighbour - weekday) : workdayBeyond(place.date, by)
  }
}

/** The next week’s Monday, or the week before’s Friday. */
function workdayBeyond(date: CivilDate, by: 1 | -1): CivilDate {
  return by === 1 ? addDays(date, 8 - isoWeekday(date)) : addDays(date, -2 - isoWeekday(date))
}
