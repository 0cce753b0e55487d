import type { ClinicianId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'

/** What somebody on the waiting list can come to. */
export interface Wish {
  readonly clinicianId: ClinicianId | null
  readonly durationMinutes: number
  /** Bit 0 is Monday. */
  readonly weekdays: number
  readonly fromMinute: number
  readonly untilMinute: number
  readonly untilDate: string | null
  readonly noticeMinutes: number
  /** The start of the appointment that is to be moved earlier, UTC; null: there is none. */
  readonly appointmentStart: string | null
}

/** A place that is free. */
export interface Opening {
  readonly clinicianId: ClinicianId
  /** UTC. */
  readonly startAt: string
  readonly endAt: string
  /** At the clinic. */
  readonly date: string
  readonly time: string
}

/** Whether the place is one the patient can and would come to: earlier than what they have, and known in time. */
export function fits(wish: Wish, opening: Opening, nowMs: number): boolean {
  const startMs = Date.parse(opening.startAt)
  const fromMinute = minuteOf(opening.time)
  return (
    (wish.clinicianId === null || wish.clinicianId === opening.clinicianId) &&
    startMs + wish.durationMinutes * 60_000 <= Date.parse(opening.endAt) &&
    hasWeekday(wish.weekdays, Temporal.PlainDate.from(opening.date).dayOfWeek) &&
    fromMinute >= wish.fromMinute &&
    fromMinute + wish.durationMinutes <= wish.untilMinute &&
    (wish.untilDate === null || opening.date <= wish.untilDate) &&
    nowMs + wish.noticeMinutes * 60_000 <= startMs &&
    startMs > nowMs &&
    (wish.appointmentStart === null || startMs < Date.parse(wish.appointmentStart))
  )
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** ISO weekdays, 1 is Monday, as bits. */
export function weekdayBits(weekdays: readonly number[]): number {
  return weekdays.reduce((bits, weekday) => bits | (1 << (weekday - 1)), 0)
}

export function weekdaysOf(bits: number): number[] {
  return [1, 2, 3, 4, 5, 6, 7].filter((weekday) => hasWeekday(bits, weekday))
}

function hasWeekday(bits: number, weekday: number): boolean {
  return (bits & (1 << (weekday - 1))) !== 0
}
