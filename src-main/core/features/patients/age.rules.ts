import { Temporal } from 'temporal-polyfill'

/** Health majority in Norway: parents' access ends (pasient- og brukerrettighetsloven § 4-3). */
export const HEALTH_MAJORITY_YEARS = 16

/** Whole years at `today`; null when the birth date is not known. */
export function ageOn(birthDate: string | null, today: Temporal.PlainDate): number | null {
  if (birthDate === null) return null
  return Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'years' }).years
}

/** The sixteenth birthday; somebody born on 29 February has it on 28 February or 29 February. */
export function majorityDate(birthDate: string): string {
  // Lists ask this of hundreds of patients: only a leap day needs the calendar's arithmetic.
  if (birthDate.endsWith('-02-29'))
    return Temporal.PlainDate.from(birthDate).add({ years: HEALTH_MAJORITY_YEARS }).toString()
  return `${String(Number(birthDate.slice(0, 4)) + HEALTH_MAJORITY_YEARS)}${birthDate.slice(4)}`
}

/** False while the birth date is unknown: nobody is treated as a child on a guess. */
export function isMinor(birthDate: string | null, today: Temporal.PlainDate): boolean {
  return birthDate !== null && today.toString() < majorityDate(birthDate)
}

/** True from the sixteenth birthday on where `day` lies before it: what was said then was said by the parents. */
export function isFromBeforeMajority(
  day: Temporal.PlainDate,
  birthDate: string | null,
  today: Temporal.PlainDate
): boolean {
  if (birthDate === null || isMinor(birthDate, today)) return false
  return day.toString() < majorityDate(birthDate)
}
