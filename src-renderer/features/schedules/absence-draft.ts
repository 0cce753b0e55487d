import type { ClinicianId } from '@contract/ids'
import type { Absence, AbsenceDraft } from '@contract/schedules'
import type { CivilDate } from '@contract/values'

export const END_OF_DAY = 1440

/** Whole days from the first until the last. */
export function absentDays(
  clinicianId: ClinicianId,
  fromDate: CivilDate,
  untilDate = fromDate
): AbsenceDraft {
  return {
    id: null,
    clinicianId,
    fromDate,
    fromMinute: 0,
    untilDate,
    untilMinute: END_OF_DAY,
    reason: 'holiday',
    note: ''
  }
}

/** Ill from now on, for the rest of the day; from the five minutes that have begun. */
export function sickFrom(clinicianId: ClinicianId, date: CivilDate, minute: number): AbsenceDraft {
  return { ...absentDays(clinicianId, date), fromMinute: Math.floor(minute / 5) * 5, reason: 'illness' }
}

export function isWholeDays({
  fromMinute,
  untilMinute
}: Pick<Absence, 'fromMinute' | 'untilMinute'>): boolean {
  return fromMinute === 0 && untilMinute === END_OF_DAY
}

/** Whether it ends after it begins. */
export function isForward({
  fromDate,
  fromMinute,
  untilDate,
  untilMinute
}: Pick<Absence, 'fromDate' | 'fromMinute' | 'untilDate' | 'untilMinute'>): boolean {
  return fromDate < untilDate || (fromDate === untilDate && fromMinute < untilMinute)
}
