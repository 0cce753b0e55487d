import type { Country } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { ClinicDay } from './clinic-day'

/**
 * The age from which the patient alone decides and the parents' access ends.
 *
 * - NO: 16 (pasient- og brukerrettighetsloven § 4-3).
 * - DK: 15 (sundhedsloven § 17): the patient consents; parents are still to be told and drawn in by whoever treats the
 *   patient, which no SMS does. Full majority is 18.
 * - NL: 16 (Burgerlijk Wetboek 7:447); from 12 the child's own consent is needed too (7:450 lid 2).
 */
export const HEALTH_MAJORITY_YEARS = { NO: 16, DK: 15, NL: 16 } as const satisfies Record<Country, number>

/** What the age rules need to know of the clinic and the moment. */
export type AgeDay = Pick<ClinicDay, 'today' | 'country'>

/** Whole years at `today`; null when the birth date is not known. */
export function ageOn(birthDate: string | null, today: Temporal.PlainDate): number | null {
  if (birthDate === null) return null
  // Lists ask this of hundreds of patients, so without the calendar's arithmetic.
  const years = today.year - Number(birthDate.slice(0, 4))
  return today.toString().slice(5) < birthDate.slice(5) ? years - 1 : years
}

/** The birthday of health majority; somebody born on 29 February has it on 28 February or 29 February. */
export function majorityDate(birthDate: string, country: Country): string {
  const years = HEALTH_MAJORITY_YEARS[country]
  // Lists ask this of hundreds of patients: only a leap day needs the calendar's arithmetic.
  if (birthDate.endsWith('-02-29')) return Temporal.PlainDate.from(birthDate).add({ years }).toString()
  return `${String(Number(birthDate.slice(0, 4)) + years)}${birthDate.slice(4)}`
}

/**
 * The latest birth date of those who have reached health majority by `date`: whoever was born later is a minor then.
 * On 28 February of a common year that is 29 February of the leap year before.
 */
export function bornUntil(date: Temporal.PlainDate, country: Country): string {
  const birthday = date.subtract({ years: HEALTH_MAJORITY_YEARS[country] })
  const isLastOfFebruary = birthday.month === 2 && birthday.day === 28 && date.daysInMonth === 28
  return (isLastOfFebruary ? birthday.with({ day: birthday.daysInMonth }) : birthday).toString()
}

/** False while the birth date is unknown: nobody is treated as a child on a guess. */
export function isMinor(birthDate: string | null, { today, country }: AgeDay): boolean {
  return birthDate !== null && today.toString() < majorityDate(birthDate, country)
}

/** True from health majority on where `day` lies before it: what was said then was said by the parents. */
export function isFromBeforeMajority(day: Temporal.PlainDate, birthDate: string | null, at: AgeDay): boolean {
  if (birthDate === null || isMinor(birthDate, at)) return false
  return day.toString() < majorityDate(birthDate, at.country)
}
