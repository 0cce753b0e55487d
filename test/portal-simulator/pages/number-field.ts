import type { Html } from './html'
import { field } from './layout'
import type { Visitor } from './page'
import { COUNTRY_FACTS } from './words'

export function numberField({ speech, form: given, house }: Visitor, error: string | null): Html {
  const { country } = house.clinic
  return field({
    name: 'number',
    label: speech.say(`number-${country}`),
    hint: speech.say('number-hint', { digits: COUNTRY_FACTS[country].digits }),
    error,
    inputMode: 'numeric',
    autocomplete: 'off',
    value: given.get('number') ?? ''
  })
}

/** The digits of what was typed; null where it cannot be a number of this country. */
export function numberIn({ form: given, house }: Visitor): string | null {
  const digits = (given.get('number') ?? '').replace(/[\s.-]/g, '')
  return new RegExp(`^\\d{${COUNTRY_FACTS[house.clinic.country].digits}}$`).test(digits) ? digits : null
}

export function invalidNumber({ speech, house }: Visitor): string {
  return speech.say('number-invalid', { digits: COUNTRY_FACTS[house.clinic.country].digits })
}

export function isTooOften({ house, from }: Visitor, number: string): boolean {
  const isNumber = house.byNumber.isTooMany(number)
  return house.byVisitor.isTooMany(from) || isNumber
}
