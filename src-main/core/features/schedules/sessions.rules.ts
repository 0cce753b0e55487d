import type { Absence, Schedule, TemplateSession, WeekTemplate } from '@contract/schedules'
import type { AbsencePart, ScheduleDay, Session } from '@contract/sessions'
import type { CivilDate } from '@contract/values'

const DAY_MS = 86_400_000
const MINUTES_A_DAY = 1440

/** A stretch of a day, in minutes the clinic's clock shows; its end excluded. */
export interface MinuteSpan {
  readonly startMinute: number
  readonly endMinute: number
}

/**
 * One clinician's day. The template that began last holds, but not on a public holiday; an exception holds instead of
 * it or over it, on a holiday too, since somebody has decided for that very date; nothing holds while the clinician is
 * away. Everything is counted in civil dates and minutes of the clock, so that a night on which the clock changes and
 * 29 February are days like others.
 */
export function sessionsOn(schedule: Schedule, date: CivilDate, holiday: string | null): ScheduleDay {
  const template = templateOn(schedule.templates, date)
  const week = template ? weekOfCycle(template, date) : null
  const exception = schedule.exceptions.find((one) => one.date === date) ?? null
  const planned =
    template && holiday === null && exception?.isReplacing !== true ? sessionsOfDay(template, date) : []
  const absences = absencesOn(schedule.absences, date)
  const added = exception?.sessions ?? []
  const there = [...withoutSpans(planned, added), ...added]
  return {
    date,
    holiday,
    sessions: withoutSpans(there, absences).sort(byStart),
    absences,
    templateId: template?.id ?? null,
    week,
    exceptionId: exception?.id ?? null
  }
}

/** Of those that hold on the date the one that began last. */
export function templateOn(templates: readonly WeekTemplate[], date: CivilDate): WeekTemplate | null {
  let found: WeekTemplate | null = null
  for (const template of templates) {
    const holds = template.validFrom <= date && (template.validUntil === null || date <= template.validUntil)
    if (holds && (found === null || template.validFrom > found.validFrom)) found = template
  }
  return found
}

/** Which week of the template's cycle this is, counted from 1; weeks begin on Monday (ISO 8601). */
export function weekOfCycle(
  { anchorDate, cycleWeeks }: Pick<WeekTemplate, 'anchorDate' | 'cycleWeeks'>,
  date: CivilDate
): number {
  const weeks = mondayWeek(date) - mondayWeek(anchorDate)
  return (((weeks % cycleWeeks) + cycleWeeks) % cycleWeeks) + 1
}

/** ISO weekday of a civil date, 1 is Monday. */
export function weekdayOf(date: CivilDate): number {
  return mod(dayNumber(date) + 3, 7) + 1
}

function sessionsOfDay(template: WeekTemplate, date: CivilDate): Session[] {
  const week = weekOfCycle(template, date)
  const weekday = weekdayOf(date)
  return template.sessions.filter((one) => one.week === week && one.weekday === weekday).map(toSession)
}

function toSession({ startMinute, endMinute, kind, heldUntilMinute, roomId }: TemplateSession): Session {
  return { startMinute, endMinute, kind, heldUntilMinute, roomId }
}

/** The parts of absences that fall on the date, in time order. */
export function absencesOn(absences: readonly Absence[], date: CivilDate): AbsencePart[] {
  return absences
    .filter(({ fromDate, untilDate }) => fromDate <= date && date <= untilDate)
    .map(({ id, reason, fromDate, fromMinute, untilDate, untilMinute }) => ({
      id,
      reason,
      startMinute: fromDate === date ? fromMinute : 0,
      endMinute: untilDate === date ? untilMinute : MINUTES_A_DAY
    }))
    .filter(({ startMinute, endMinute }) => startMinute < endMinute)
    .sort(byStart)
}

/** What is left of the sessions when the spans are cut out of them. */
export function withoutSpans(sessions: readonly Session[], spans: readonly MinuteSpan[]): Session[] {
  let left = [...sessions]
  for (const span of spans) left = left.flatMap((session) => cut(session, span))
  return left
}

function cut(session: Session, { startMinute, endMinute }: MinuteSpan): Session[] {
  if (endMinute <= session.startMinute || startMinute >= session.endMinute) return [session]
  const before = { ...session, endMinute: startMinute }
  const after = { ...session, startMinute: endMinute }
  return [before, after].filter((part) => part.startMinute < part.endMinute)
}

function byStart(a: MinuteSpan, b: MinuteSpan): number {
  return a.startMinute - b.startMinute
}

/** Civil days since 1 January 1970, a Thursday: arithmetic on dates that no time zone touches. */
function dayNumber(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

function mondayWeek(date: CivilDate): number {
  return Math.floor((dayNumber(date) + 3) / 7)
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
