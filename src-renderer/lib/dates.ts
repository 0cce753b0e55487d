import type { CivilDate, Instant, Language, WallTime } from '@contract/values'

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a DateTimeFormat costs more than a hundred uses of it, so each is made once. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(regionOf(language), options)
  formats.set(key, known)
  return known
}

function regionOf(language: string): string {
  return language === 'en' ? 'en-GB' : language
}

/** The date, or null when there is no such day. */
export function civilDate(year: number, month: number, day: number): CivilDate | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString().slice(0, 10) : null
}

/** The civil date at the clinic at a moment (milliseconds or ISO text). */
export function civilDateOf(moment: number | Instant, timeZone: string): CivilDate {
  return format('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(moment)
  )
}

/** Minutes after the clinic's midnight at a moment. */
export function minuteOfDay(moment: number | Instant, timeZone: string): number {
  const [hours, minutes] = wallTimeOf(moment, timeZone).split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

/** `09:20`, the wall-clock time at the clinic. */
export function wallTimeOf(moment: number | Instant, timeZone: string): WallTime {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return format('sv', options).format(new Date(moment))
}

/** A wall-clock time as the language writes it: `09.20` in the Nordic ones, `09:20` in the others. */
export function shownTime(time: WallTime, language: Language): string {
  return ['nb', 'nn', 'da'].includes(language) ? time.replace(':', '.') : time
}

/** A birth date as the language writes it: `17.05.1987`, `17-05-1987`, `17/05/1987`. */
export function shortDate(date: CivilDate, language: Language): string {
  const separators: Partial<Record<Language, string>> = { nl: '-', en: '/' }
  return date
    .split('-')
    .reverse()
    .join(separators[language] ?? '.')
}

/** `torsdag 3. desember`; with the year when it is another than `thisYear`. */
export function longDate(date: CivilDate, language: Language, thisYear?: number): string {
  const isOtherYear = thisYear !== undefined && !date.startsWith(String(thisYear))
  const year = isOtherYear ? { year: 'numeric' as const } : {}
  const options = { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', ...year } as const
  return format(language, options).format(utc(date))
}

/** `tor. 3. des.` */
export function mediumDate(date: CivilDate, language: Language): string {
  const options = { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' } as const
  return format(language, options).format(utc(date))
}

/** `23.–29. november`; with the year when one of them is in another than `thisYear`. */
export function dateRange(from: CivilDate, until: CivilDate, language: Language, thisYear: number): string {
  const isThisYear = [from, until].every((date) => date.startsWith(String(thisYear)))
  const year = isThisYear ? {} : { year: 'numeric' as const }
  return format(language, { timeZone: 'UTC', day: 'numeric', month: 'long', ...year }).formatRange(
    utc(from),
    utc(until)
  )
}

/** `desember 2026` */
export function monthName(date: CivilDate, language: Language): string {
  return format(language, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(utc(date))
}

/** The ISO weekday's name; 1 is Monday. */
export function weekdayName(weekday: number, language: Language): string {
  // 2024-01-01 was a Monday.
  return format(language, { timeZone: 'UTC', weekday: 'long' }).format(utc(`2024-01-0${weekday}`))
}

/** The ISO weekday's first letter, for narrow headings; 1 is Monday. */
export function weekdayInitial(weekday: number, language: Language): string {
  return format(language, { timeZone: 'UTC', weekday: 'narrow' }).format(utc(`2024-01-0${weekday}`))
}

/** The month's short name, without a full stop; 1 is January. */
export function shortMonthName(month: number, language: Language): string {
  const first = `2024-${String(month).padStart(2, '0')}-01`
  return format(language, { timeZone: 'UTC', month: 'short' }).format(utc(first)).replace('.', '')
}

export function addDays(date: CivilDate, days: number): CivilDate {
  const moment = utc(date)
  moment.setUTCDate(moment.getUTCDate() + days)
  return moment.toISOString().slice(0, 10)
}

/** Civil days from one date to another; negative when it lies before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}

/** As many months on, on the same day of the month or the last there is. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const daysInMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, daysInMonth))).toISOString().slice(0, 10)
}

/** The Monday of the date's week. */
export function mondayOf(date: CivilDate): CivilDate {
  return addDays(date, 1 - isoWeekday(date))
}

/** ISO weekday, 1 is Monday. */
export function isoWeekday(date: CivilDate): number {
  return utc(date).getUTCDay() || 7
}

/** ISO 8601 week number: the week of the date's Thursday. */
export function isoWeek(date: CivilDate): number {
  const thursday = utc(addDays(date, 4 - isoWeekday(date)))
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - newYear) / 604_800_000) + 1
}

/** Whole minutes from a moment until now; never negative. */
export function minutesSince(moment: Instant, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(moment)) / 60_000))
}

function utc(date: CivilDate): Date {
  return new Date(`${date}T00:00:00Z`)
}
