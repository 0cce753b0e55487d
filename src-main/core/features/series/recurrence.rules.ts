import { LONGEST_SERIES } from '@contract/choices'
import type { Recurrence, SeriesProposal } from '@contract/series'
import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'

/** However far apart they lie, nobody books further ahead. */
const LONGEST_YEARS = 10

export interface RecurringDate {
  readonly date: CivilDate
  readonly adjusted: SeriesProposal['adjusted']
}

export interface RecurringDates {
  /** The first date is among them. */
  readonly dates: readonly RecurringDate[]
  /** The end wanted lies beyond the longest series. */
  readonly isCut: boolean
}

/**
 * The dates of a series. A month without the day (the 31st, 29 February) or without the weekday (a fifth Monday) gets
 * its last one, and says so; each is counted from the first date, so that the months after have theirs again.
 */
export function datesOf(firstDate: CivilDate, { rhythm, every, end }: Recurrence): RecurringDates {
  const first = Temporal.PlainDate.from(firstDate)
  const dates: RecurringDate[] = []
  const latest = first.add({ years: LONGEST_YEARS }).toString()
  for (let index = 0; ; index += 1) {
    const next = STEPS[rhythm](first, index * every)
    const isWanted = end.kind === 'count' ? index < end.count : next.date <= end.date || index === 0
    if (!isWanted) return { dates, isCut: false }
    if (index === LONGEST_SERIES || next.date > latest) return { dates, isCut: true }
    dates.push(next)
  }
}

type StepFrom = (first: Temporal.PlainDate, by: number) => RecurringDate

const STEPS: Record<Recurrence['rhythm'], StepFrom> = {
  days: (first, days) => plain(first.add({ days })),
  weeks: (first, weeks) => plain(first.add({ weeks })),
  'months-by-date': (first, months) => {
    // Temporal puts it on the last day of a shorter month.
    const date = first.add({ months })
    return { date: date.toString(), adjusted: date.day === first.day ? null : 'month-without-day' }
  },
  'months-by-weekday': (first, months) => {
    const nth = Math.ceil(first.day / 7)
    const month = first.with({ day: 1 }).add({ months })
    const ahead = (first.dayOfWeek - month.dayOfWeek + 7) % 7
    const wanted = month.add({ days: ahead + (nth - 1) * 7 })
    if (wanted.month === month.month) return plain(wanted)
    return { date: wanted.subtract({ weeks: 1 }).toString(), adjusted: 'month-without-weekday' }
  }
}

function plain(date: Temporal.PlainDate): RecurringDate {
  return { date: date.toString(), adjusted: null }
}
