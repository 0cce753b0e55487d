import type { IdentifierType } from '@contract/patients'
import type { Country } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'

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
  /** Digits only, as they are stored. */
  normalized: string
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

const OID = 'urn:oid:2.16.578.1.12.4.1.'

/** FHIR identifier systems: no-basis of HL7 Norway, HL7 Denmark and Nictiz. */
export const NATIONAL_NUMBER_SYSTEMS = {
  fodselsnummer: `${OID}4.1`,
  'd-number': `${OID}4.2`,
  'fh-number': `${OID}4.3`,
  'h-number': null,
  'duf-number': `${OID}4.5`,
  cpr: 'urn:oid:1.2.208.176.1.2',
  bsn: 'http://fhir.nl/fhir/NamingSystem/bsn'
} as const satisfies Record<IdentifierType, string | null>

type Finding = Pick<NationalNumberCheck, 'verdict' | 'type' | 'normalized' | 'code'> &
  Partial<Pick<NationalNumberCheck, 'birthDate' | 'possibleBirthDates' | 'isTest'>>

/** Completes what a rule found with the defaults and the FHIR system of the kind. */
export function numberCheck(finding: Finding): NationalNumberCheck {
  const system = finding.type ? NATIONAL_NUMBER_SYSTEMS[finding.type] : null
  return { birthDate: null, possibleBirthDates: [], isTest: false, ...finding, system }
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
