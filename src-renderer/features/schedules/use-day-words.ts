import type { Schedule } from '@contract/schedules'
import type { ScheduleDay, Session } from '@contract/sessions'
import { useI18n } from 'vue-i18n'
import { useSessionWords } from './use-session-words'
import { hoursOf, lookOf, type YearDay } from './year-days'

interface DayWords {
  /** `08.00–15.30`, or that nobody works. */
  hours(sessions: readonly Session[]): string
  /** What the day follows from: the week template, hours of its own, a holiday, an absence. */
  reason(day: ScheduleDay, schedule: Schedule): string
  /** What stands in the year. */
  cell(day: ScheduleDay, schedule: Schedule): YearDay
}

/** A clinician's day in the words of the interface. */
export function useDayWords(): DayWords {
  const { t } = useI18n()
  const { span } = useSessionWords()

  function hours(sessions: readonly Session[]): string {
    const whole = hoursOf(sessions)
    return whole ? span(whole) : t('schedules.dayOff')
  }

  function templateWords(day: ScheduleDay, { templates }: Schedule): string[] {
    const template = templates.find(({ id }) => id === day.templateId)
    if (!template) return [t('schedules.day.noTemplate')]
    const name = template.name === '' ? t('schedules.template.unnamed') : template.name
    if (template.cycleWeeks === 1 || day.week === null) return [name]
    return [`${name} · ${t('schedules.template.weekOf', { week: day.week, weeks: template.cycleWeeks })}`]
  }

  function reason(day: ScheduleDay, schedule: Schedule): string {
    const absences = day.absences.map(({ reason: why }) => t(`schedules.reason.${why}`))
    const holiday = day.holiday === null ? [] : [day.holiday]
    const own = day.exceptionId === null ? templateWords(day, schedule) : [t('schedules.day.own')]
    return [...absences, ...holiday, ...own].join(' · ')
  }

  function letter(day: ScheduleDay): string {
    const [absence] = day.absences
    if (absence) return t(`schedules.reasonLetter.${absence.reason}`)
    if (day.exceptionId !== null) return '◇'
    return day.holiday === null ? '' : '✶'
  }

  return {
    hours,
    reason,
    cell: (day, schedule) => ({
      look: lookOf(day),
      letter: letter(day),
      words: `${hours(day.sessions)}, ${reason(day, schedule)}`
    })
  }
}
