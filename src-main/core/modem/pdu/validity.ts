const minutesPerHour = 60
const minutesPerDay = 24 * minutesPerHour
const minutesPerWeek = 7 * minutesPerDay

/**
 * TP-VP, relative (TS 23.040 § 9.2.3.12.1), for a number of minutes, rounded **down** to what the octet can say,
 * so that the network never holds a message past its expiry. The shortest period is 5 minutes, the longest 63 weeks.
 */
export function relativeValidity(minutes: number): number {
  if (minutes <= 12 * minutesPerHour) return Math.max(0, Math.floor(minutes / 5) - 1)
  if (minutes <= minutesPerDay) return 143 + Math.floor((minutes - 12 * minutesPerHour) / 30)
  if (minutes < 2 * minutesPerDay) return 167
  if (minutes <= 30 * minutesPerDay) return 166 + Math.floor(minutes / minutesPerDay)
  if (minutes < 5 * minutesPerWeek) return 196
  return Math.min(255, 192 + Math.floor(minutes / minutesPerWeek))
}

/** The period a TP-VP octet stands for, in minutes. */
export function minutesOfRelativeValidity(octet: number): number {
  if (octet <= 143) return (octet + 1) * 5
  if (octet <= 167) return 12 * minutesPerHour + (octet - 143) * 30
  if (octet <= 196) return (octet - 166) * minutesPerDay
  return (octet - 192) * minutesPerWeek
}
