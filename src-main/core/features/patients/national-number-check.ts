import type { IdentifierType } from '@contract/patients'
import type { Country } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import { identifierSystem } from './identifier-systems.rules'

/** Which rule a number failed, or which one it passes only with a reservation. */
export type NationalNumberCode =
  | 'number-missing'
  | 'number-characters'
  | 'number-length'
  | 'number-kind'
  | 'number-date'
  | 'number-control-digit'
  | 'number-control-digit-1'
  | 'number-control-digit-2'
  | 'number-test-not-allowed'
  | 'number-century'
  | 'number-dolly-range'
  | 'control-digit-2032'
  | 'identifier-country'
  | 'identifier-shape'
  | 'foreign-number-unlikely'

export interface NationalNumberRules {
  country: Country
  /** The day of the check at the clinic: the control digit rule changes on 1 January 2032. */
  on: Temporal.PlainDate
  /** A training clinic accepts the synthetic series. */
  isTraining: boolean
  /** The kind the user chose. Without it the shape decides; a DUF number is never guessed. */
  type?: IdentifierType
}

export interface NationalNumberCheck {
  verdict: 'valid' | 'warning' | 'invalid'
  /** Null where the shape belongs to no kind. */
  type: IdentifierType | null
  /** As it is stored: digits only, or capital letters and digits of a foreign one. */
  normalized: string
  /** ISO 3166-1 alpha-2, of what another country issued. */
  country: string | null
  code: NationalNumberCode | null
  /** The date the number states without doubt. It serves to find contradictions and is never stored. */
  birthDate: Temporal.PlainDate | null
  /** Every birth date the number allows; empty where it holds none. */
  possibleBirthDates: readonly Temporal.PlainDate[]
  /** FHIR identifier system; null for an H-number, which never leaves the clinic. */
  system: string | null
  /** The number belongs to a synthetic series (month +80, +65, or +40 beside a D-number). */
  isTest: boolean
}

type Finding = Pick<NationalNumberCheck, 'verdict' | 'type' | 'normalized' | 'code'> &
  Partial<Pick<NationalNumberCheck, 'country' | 'birthDate' | 'possibleBirthDates' | 'isTest'>>

/** Completes what a rule found with the defaults and the FHIR system of the kind. */
export function numberCheck(finding: Finding): NationalNumberCheck {
  const system = finding.type
    ? identifierSystem({ type: finding.type, country: finding.country ?? null })
    : null
  return { country: null, birthDate: null, possibleBirthDates: [], isTest: false, ...finding, system }
}

/** A refusal that names the rule. */
export function refusedNumber(
  normalized: string,
  code: NationalNumberCode,
  type: IdentifierType | null = null
): NationalNumberCheck {
  return numberCheck({ verdict: 'invalid', type, normalized, code })
}

/** Sum of digit × weight over the first `weights.length` digits. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0)
}
