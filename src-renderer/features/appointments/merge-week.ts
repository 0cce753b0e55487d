import type { CalendarWeek } from '@contract/calendar'
import { mergeDay } from './merge-day'

/** The newer week with every day, column and appointment that did not change kept as the same object. */
export function mergeWeek(shown: CalendarWeek | null, fresh: CalendarWeek): CalendarWeek {
  if (shown?.clinicianId !== fresh.clinicianId || shown.monday !== fresh.monday) return fresh
  const known = new Map(shown.days.map((day) => [day.date, day]))
  return { ...fresh, days: fresh.days.map((day) => mergeDay(known.get(day.date) ?? null, day)) }
}
