import type { Temporal } from 'temporal-polyfill'

const SATURDAY = 6

/** The moment at which the demo clinic's time begins: 10.24 on the last working day, so that its today is half over. */
export function demoStart(now: Temporal.Instant, timeZone: string): Temporal.ZonedDateTime {
  let day = now.toZonedDateTimeISO(timeZone).toPlainDate()
  while (day.dayOfWeek >= SATURDAY) day = day.subtract({ days: 1 })
  return day.toZonedDateTime({ timeZone, plainTime: '10:24' })
}

/** Monday to Friday of the weeks around a day. */
export function workingDays(today: Temporal.PlainDate, weeks: number): Temporal.PlainDate[] {
  const days = Array.from({ length: weeks * 14 + 1 }, (_, index) => today.add({ days: index - weeks * 7 }))
  return days.filter(({ dayOfWeek }) => dayOfWeek < SATURDAY)
}
