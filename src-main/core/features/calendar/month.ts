import type { CalendarMonth, DayCapacity } from '@contract/calendar'
import type { ClinicianId } from '@contract/ids'
import type { Session } from '@contract/sessions'
import type { Clinician } from '@contract/settings'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { ClinicDay, Moment, Occupancy, Span } from '../appointments'
import type { HolidayName, ScheduleMemory } from '../schedules'
import { listClinicians, type Settings } from '../settings'
import { weeksOfMonth } from './calendar-dates.rules'
import { capacityOf } from './capacity.rules'

export interface MonthDependencies {
  readonly settings: Settings
  readonly holidayName: HolidayName
  readonly schedules: Pick<ScheduleMemory, 'book'>
  readonly occupancy: Occupancy
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
}

export interface MonthQuery {
  readonly clinicianId: ClinicianId | null
  readonly date: CivilDate
  readonly durationMinutes: number
}

/**
 * What each day of a month offers, from the times in memory.
 * @throws AppError `not-found` for a clinician who is not there
 */
export async function readMonth(
  reader: Reader,
  { clinicianId, date, durationMinutes }: MonthQuery,
  { now, timeZone }: Moment,
  { settings, holidayName, schedules, occupancy, dayOf }: MonthDependencies
): Promise<CalendarMonth> {
  const { country, language } = await settings.read()
  const book = await schedules.book(reader)
  const clinicians = await cliniciansAsked(reader, clinicianId)
  const days = weeksOfMonth(date).map((one) => dayOf(one, timeZone))
  const [first, last] = [days[0], days.at(-1)]
  if (first && last) await occupancy.prepare(reader, first.momentMs(0), last.momentMs(1440))
  const search = { durationMs: durationMinutes * 60_000, notBeforeMs: Date.parse(now) }
  return { days: days.map(capacityOn) }

  function capacityOn(day: ClinicDay): DayCapacity {
    const holiday = holidayName(day.date, country, language)
    const total = { clinicians: 0, offeredMinutes: 0, usedMinutes: 0, freeMinutes: 0, openings: 0 }
    let appointments = 0
    for (const clinician of clinicians) {
      const [startMs, endMs] = [day.momentMs(0), day.momentMs(1440)]
      const busy = occupancy.busy(clinician.id, startMs, endMs)
      appointments += busy.filter(([at]) => startMs <= at && at < endMs).length
      const windows = windowsOf(book.day(clinician.id, day.date).sessions, day)
      if (windows.length === 0) continue
      const capacity = capacityOf({ ...search, windows, busy })
      total.clinicians += 1
      total.offeredMinutes += capacity.offeredMinutes
      total.usedMinutes += capacity.usedMinutes
      total.freeMinutes += capacity.freeMinutes
      total.openings += capacity.openings
    }
    return { date: day.date, holiday, ...total, appointments }
  }
}

async function cliniciansAsked(reader: Reader, id: ClinicianId | null): Promise<Clinician[]> {
  const clinicians = await listClinicians(reader)
  if (id === null) return clinicians.filter(({ isActive }) => isActive)
  const asked = clinicians.filter((clinician) => clinician.id === id)
  if (asked.length === 0) throw new AppError('not-found')
  return asked
}

/** What may be booked; in time order. */
function windowsOf(sessions: readonly Session[], day: ClinicDay): Span[] {
  return sessions
    .filter(({ kind }) => kind !== 'blocked')
    .map(({ startMinute, endMinute }): Span => [day.momentMs(startMinute), day.momentMs(endMinute)])
}
