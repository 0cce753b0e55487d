import { Temporal } from 'temporal-polyfill'

const NAME = /^skranke-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/
const KEPT_OF_TODAY = 3
const KEPT_DAYS = 10
const KEPT_MONTHS = 12

/** `skranke-2026-12-03T080000Z.backup`: sorts by time, allowed on every file system. */
export function backupName(now: Temporal.Instant): string {
  return `skranke-${now.round('second').toString().replaceAll(':', '')}.backup`
}

export function instantOfBackup(name: string): Temporal.Instant | null {
  const match = NAME.exec(name)
  return match ? Temporal.Instant.from(`${match[1]}T${match[2]}:${match[3]}:${match[4]}Z`) : null
}

/**
 * Which of the files may go: three of today stay, the last of each of ten days, and the last of each month for a year.
 * Files with other names are not ours and are left alone.
 */
export function backupsToRemove(names: readonly string[], now: Temporal.Instant, timeZone: string): string[] {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  const kept = new Set<string>()
  const days = new Set<string>()
  const months = new Set<string>()
  let ofToday = 0
  const newestFirst = names
    .filter((name) => instantOfBackup(name) !== null)
    .sort()
    .reverse()
  for (const name of newestFirst) {
    const date = instantOfBackup(name)?.toZonedDateTimeISO(timeZone).toPlainDate()
    if (!date) continue
    const isToday = date.equals(today)
    const month = date.toPlainYearMonth().toString()
    if (isToday && ofToday < KEPT_OF_TODAY) {
      ofToday += 1
      kept.add(name)
    }
    if (!days.has(date.toString()) && date.until(today).days < KEPT_DAYS) kept.add(name)
    if (
      !months.has(month) &&
      date.toPlainYearMonth().until(today.toPlainYearMonth(), { largestUnit: 'month' }).months < KEPT_MONTHS
    )
      kept.add(name)
    days.add(date.toString())
    months.add(month)
  }
  return newestFirst.filter((name) => !kept.has(name))
}
