import type { Appointment, Day } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { listClinicians, type Settings } from '../settings'
import { appointmentsOfDay } from './appointment.queries'
import type { ToViews } from './appointment-views'
import type { HolidayName, ScheduleMemory } from '../schedules'

export interface DayDependencies {
  readonly settings: Settings
  readonly toViews: ToViews
  readonly holidayName: HolidayName
  readonly schedules: Pick<ScheduleMemory, 'book'>
}

/** The day view: a column for each active clinician, and for one who has left but has bookings that day. */
export async function readDay(
  reader: Reader,
  { date, today, withErrors }: { date: CivilDate; today: CivilDate; withErrors: boolean },
  { settings, toViews, holidayName, schedules }: DayDependencies
): Promise<Day> {
  const { country, language } = await settings.read()
  const records = await appointmentsOfDay(reader, date, { withErrors })
  const columns = byClinician(await toViews(reader, records, today))
  const book = await schedules.book(reader)
  const clinicians = await listClinicians(reader)
  return {
    date,
    holiday: holidayName(date, country, language),
    columns: clinicians
      .filter(({ id, isActive }) => isActive || columns.has(id))
      .map(({ id }) => {
        const { sessions, absences } = book.day(id, date)
        return { clinicianId: id, sessions, absences, appointments: columns.get(id) ?? [] }
      })
  }
}

function byClinician(appointments: readonly Appointment[]): Map<ClinicianId, Appointment[]> {
  const columns = new Map<ClinicianId, Appointment[]>()
  for (const appointment of appointments) {
    const column = columns.get(appointment.clinicianId)
    if (column) column.push(appointment)
    else columns.set(appointment.clinicianId, [appointment])
  }
  return columns
}
