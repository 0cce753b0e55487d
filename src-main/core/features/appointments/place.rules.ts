import type { ClinicianId } from '@contract/ids'
import type { CivilDate, Instant, WallTime } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { toStoredInstant } from '../../platform/clock'
import { momentAt, wallTimeAt } from '../../platform/wall-clock'
import type { AppointmentFields } from './appointment-record'

export interface WantedPlace {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  readonly time: WallTime
  readonly durationMinutes: number
}

/** Where an appointment lies: whose column and when, both as a moment and as the clinic's clock shows it. */
export type Place = Pick<AppointmentFields, 'clinicianId' | 'startAt' | 'endAt' | 'date' | 'time'>

/**
 * The length is elapsed time, also over the night the clock changes.
 * @throws AppError `time-does-not-exist`
 */
export function placeAt({ clinicianId, date, time, durationMinutes }: WantedPlace, timeZone: string): Place {
  const start = momentAt(date, time, timeZone)
  const end = start.add({ minutes: durationMinutes })
  return { clinicianId, date, time, startAt: toStoredInstant(start), endAt: toStoredInstant(end) }
}

/** Whether `place` takes nothing beyond what `held` takes already. */
export function isWithin(place: Place, held: Place): boolean {
  return place.clinicianId === held.clinicianId && place.startAt >= held.startAt && place.endAt <= held.endAt
}

/** A moment as the clinic's calendar and clock show it: the words of a refusal. */
export function wallTimeOf(moment: Instant, timeZone: string): { date: CivilDate; until: WallTime } {
  const here = Temporal.Instant.from(moment).toZonedDateTimeISO(timeZone)
  return { date: here.toPlainDate().toString(), until: wallTimeAt(here.hour * 60 + here.minute) }
}

/** Minutes since midnight. */
export function minuteOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
