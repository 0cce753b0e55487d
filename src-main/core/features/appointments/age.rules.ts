import type { CivilDate } from '@contract/values'

/**
 * Whole years on that date, as the patients feature counts them, but by the digits of the dates: a day view asks for
 * hundreds of ages at once, and calendar arithmetic would take longer than all the rest.
 */
export function ageByDigits(birthDate: CivilDate | null, date: CivilDate): number | null {
  if (birthDate === null) return null
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years
}
