import type { Appointment } from '@contract/appointments'
import type { CalendarWeek } from '@contract/calendar'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { ToViews } from '../appointments'
import type { HolidayName, ScheduleMemory } from '../schedules'
import { listClinicians, type Settings } from '../settings'
import { weekdayOf, weekOf } from './calendar-dates.rules'
import { appointmentsOfClinician } from './calendar.queries'

export interface WeekDependencies {
  readonly settings: Settings
  readonly toViews: ToViews
  readonly holidayName: HolidayName
  readonly schedules: Pick<ScheduleMemory, 'book'>
}

const SATURDAY = 6

/**
 * One clinician's week.
 * @throws AppError `not-found` for a clinician who is not there
 */
export async function readWeek(
  reader: Reader,
  { clinicianId, date, today }: { clinicianId: ClinicianId; date: CivilDate; today: CivilDate },
  { settings, toViews, holidayName, schedules }: WeekDependencies
): Promise<CalendarWeek> {
  const { country, language } = await settings.read()
  const clinician = (await listClinicians(reader)).find(({ id }) => id === clinicianId)
  if (!clinician) throw new AppError('not-found')
  const book = await schedules.book(reader)
  const dates = weekOf(date)
  const [monday = date] = dates
  const records = await appointmentsOfClinician(reader, clinicianId, dates)
  const byDate = Map.groupBy(await toViews(reader, records, today), (one) => one.date)
  const days = dates.map((day) => {
    const { sessions, absences } = book.day(clinicianId, day)
    const appointments: Appointment[] = byDate.get(day) ?? []
    return {
      date: day,
      holiday: holidayName(day, country, language),
      columns: [{ clinicianId, sessions, absences, appointments }]
    }
  })
  const isShown = ({ date: day, columns: [column] }: (typeof days)[number]): boolean =>
    weekdayOf(day) < SATURDAY || (column?.sessions.length ?? 0) > 0 || (column?.appointments.length ?? 0) > 0
  return { clinicianId, monday, days: days.filter(isShown) }
}
