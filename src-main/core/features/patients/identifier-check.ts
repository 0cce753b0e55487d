import type { IdentifierType } from '@contract/patients'
import type { ClinicDay } from './clinic-day'
import { checkForeignIdentifier, isForeignType } from './foreign-identifier.rules'
import { checkNationalNumber, type NationalNumberCheck } from './national-number.rules'

export interface TypedIdentifier {
  /** Null: the digits tell. */
  readonly type: IdentifierType | null
  /** ISO 3166-1 alpha-2, of what another country issued. */
  readonly country: string | null
  readonly text: string
}

/** Checks an identifier of any kind as typed, by the rules of the clinic's country on its day. */
export function checkIdentifier(
  { type, country, text }: TypedIdentifier,
  day: Pick<ClinicDay, 'country' | 'today' | 'isTraining'>
): NationalNumberCheck {
  const rules = { country: day.country, on: day.today, isTraining: day.isTraining }
  if (isForeignType(type)) return checkForeignIdentifier({ type, country, text }, rules)
  return checkNationalNumber(text, { ...rules, ...(type === null ? {} : { type }) })
}
