import type { Attendance, AttendanceReport } from '@contract/reports'
import type { AppointmentStatus, CancelReason } from '@contract/appointments'
import type { CivilDate } from '@contract/values'
import type { Stretch } from './period.rules'

/** Appointments of a day that ended alike. */
export interface DayCount {
  readonly local_date: CivilDate
  readonly status: AppointmentStatus
  readonly is_left_unseen: number
  readonly is_cancelled_late: number
  readonly cancel_reason: CancelReason | null
  /** 1: a reminder had left. */
  readonly is_reminded: number
  readonly count: number
}

/** How an appointment ended, each in one way. */
export type Ending =
  'came' | 'missed' | 'cancelled-late' | 'cancelled' | 'cancelled-by-clinic' | 'left-unseen' | 'open'

export function endingOf({
  status,
  is_left_unseen,
  is_cancelled_late,
  cancel_reason
}: Pick<DayCount, 'status' | 'is_left_unseen' | 'is_cancelled_late' | 'cancel_reason'>): Ending {
  if (is_left_unseen === 1) return 'left-unseen'
  if (status === 'fulfilled') return 'came'
  if (status === 'noshow') return 'missed'
  if (status !== 'cancelled') return 'open'
  // Before the mark: older rows have it also where it was the clinic that cancelled.
  if (cancel_reason === 'clinic') return 'cancelled-by-clinic'
  return is_cancelled_late === 1 ? 'cancelled-late' : 'cancelled'
}

/** No-show rate = missed ÷ (came + missed); late cancellations are counted apart (DOMAIN.md §5). */
export function attendanceReport(
  counts: readonly DayCount[],
  stretches: readonly Stretch[]
): AttendanceReport {
  const of = (ending: Ending): number => sumOf(counts.filter((one) => endingOf(one) === ending))
  return {
    total: {
      ...attendanceOf(counts),
      cancelled: of('cancelled'),
      cancelledByClinic: of('cancelled-by-clinic'),
      leftUnseen: of('left-unseen'),
      open: of('open')
    },
    withReminder: attendanceOf(counts.filter(({ is_reminded }) => is_reminded === 1)),
    withoutReminder: attendanceOf(counts.filter(({ is_reminded }) => is_reminded === 0)),
    stretches: stretches.map((stretch) => ({
      ...stretch,
      ...attendanceOf(counts.filter(({ local_date }) => isWithin(local_date, stretch)))
    }))
  }
}

function attendanceOf(counts: readonly DayCount[]): Attendance {
  const of = (ending: Ending): number => sumOf(counts.filter((one) => endingOf(one) === ending))
  const [came, missed, cancelledLate] = [of('came'), of('missed'), of('cancelled-late')]
  return {
    came,
    missed,
    cancelledLate,
    noShowRate: rate(missed, came + missed),
    lateRate: rate(cancelledLate, came + missed + cancelledLate)
  }
}

/** Null for nothing: there is nothing to divide by. */
export function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

export function isWithin(date: CivilDate, { from, until }: Stretch): boolean {
  return from <= date && date <= until
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}
