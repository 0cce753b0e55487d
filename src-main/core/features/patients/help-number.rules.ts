import type { Sex } from '@contract/patients'
import type { Temporal } from 'temporal-polyfill'
import { controlDigits } from './national-number-norway.rules'

/** Added to the month of an H-number (Direktoratet for e-helse, "Hjelpenummer"). */
const MONTH_ADDITION = 40

/**
 * The H-numbers a clinic can give somebody born that day, in the order in which they are given: an 11-digit number
 * local to the clinic, its ninth digit even for a woman and odd for a man. Numbers whose control digits cannot be
 * computed are left out, as Skatteetaten does.
 */
export function helpNumbers(birthDate: Temporal.PlainDate, sex: Sex): string[] {
  const { day, month, year } = birthDate
  const start = [day, month + MONTH_ADDITION, year % 100]
    .map((part) => String(part).padStart(2, '0'))
    .join('')
  return individuals(year)
    .filter((individual) => suits(individual, sex))
    .flatMap((individual) => {
      const nine = `${start}${String(individual).padStart(3, '0')}`
      const control = controlDigits(nine)
      return control === null ? [] : [`${nine}${control}`]
    })
}

/** The series of the century, from its end: those that Skatteetaten gives out last. */
function individuals(year: number): number[] {
  const [from, to] = year >= 2000 ? [500, 999] : [0, 499]
  return Array.from({ length: to - from + 1 }, (_, index) => to - index)
}

function suits(individual: number, sex: Sex): boolean {
  if (sex === 'female') return individual % 2 === 0
  return sex === 'male' ? individual % 2 === 1 : true
}
