import type { ClinicianId } from '@contract/ids'
import type { Schedule } from '@contract/schedules'
import type { ScheduleDay } from '@contract/sessions'
import type { CivilDate } from '@contract/values'
import { sessionsOn } from './sessions.rules'

/** Every clinician's days. */
export interface ScheduleBook {
  day(clinicianId: ClinicianId, date: CivilDate): ScheduleDay
  of(clinicianId: ClinicianId): Schedule
}

export type Schedules = ReadonlyMap<ClinicianId, Schedule>

/** Days are worked out when they are asked for, and remembered: a search goes over the same ones again and again. */
export function scheduleBook(
  schedules: Schedules,
  holidayOn: (date: CivilDate) => string | null
): ScheduleBook {
  const days = new Map<ClinicianId, Map<CivilDate, ScheduleDay>>()
  const of = (clinicianId: ClinicianId): Schedule => schedules.get(clinicianId) ?? emptySchedule(clinicianId)
  return {
    of,
    day(clinicianId, date) {
      const known = days.get(clinicianId) ?? new Map<CivilDate, ScheduleDay>()
      days.set(clinicianId, known)
      const day = known.get(date) ?? sessionsOn(of(clinicianId), date, holidayOn(date))
      known.set(date, day)
      return day
    }
  }
}

export function emptySchedule(clinicianId: ClinicianId): Schedule {
  return { clinicianId, templates: [], exceptions: [], absences: [] }
}
