import { twoDigits } from './two-digits'

/** A time of day as it is typed: `8`, `8.30`, `08:30`, `0830`. Minutes from midnight, or null when it is no time. */
export function readMinute(text: string): number | null {
  const [, hours = '', minutes = '0'] = /^(\d{1,2})(?:[.: ]?(\d{2}))?$/.exec(text.trim()) ?? []
  if (hours === '' || Number(minutes) > 59) return null
  const minute = Number(hours) * 60 + Number(minutes)
  return minute <= 1440 ? minute : null
}

/** `08.30`, or `08:30` with the separator of another language; midnight at the end of the day is `24.00`. */
export function minuteText(minute: number, separator: '.' | ':' = '.'): string {
  return `${twoDigits(Math.floor(minute / 60))}${separator}${twoDigits(minute % 60)}`
}
