import { IDENTIFIER_TYPES } from '@contract/choices'
import type { Identifier, IdentifierType } from '@contract/patients'

/**
 * Which of several numbers in use stands for the patient: the one a register keeps for life before those given for a
 * time, an H-number last, for it is the clinic's own.
 */
const ORDER = [
  'fodselsnummer',
  'cpr',
  'bsn',
  'd-number',
  'fh-number',
  'duf-number',
  'foreign-number',
  'ehic',
  'passport',
  'h-number'
] as const satisfies readonly IdentifierType[]

const RANKS = new Map<IdentifierType, number>(ORDER.map((type, rank) => [type, rank]))

interface Standing {
  readonly id: number
  readonly type: IdentifierType
  readonly status: Identifier['status']
}

/** Those in use first, among them the one that stands for the patient, then the newest. */
export function byStanding(one: Standing, other: Standing): number {
  if (one.status !== other.status) return one.status === 'in-use' ? -1 : 1
  return (one.status === 'in-use' ? rankOf(one.type) - rankOf(other.type) : 0) || other.id - one.id
}

function rankOf(type: IdentifierType): number {
  return RANKS.get(type) ?? IDENTIFIER_TYPES.length
}

/** The number that stands for the patient, or null. */
export function standingNumber<T extends Standing>(identifiers: readonly T[]): T | null {
  return identifiers.filter(({ status }) => status === 'in-use').sort(byStanding)[0] ?? null
}

/** A register gives one person one of these at a time; the next one replaces it. */
export function isMainNumber(type: IdentifierType): boolean {
  return type === 'fodselsnummer' || type === 'd-number' || type === 'cpr' || type === 'bsn'
}

/** Stands in until there is a main number: the clinic's own, or the one that hospitals share. */
export function isHelpNumber(type: IdentifierType): boolean {
  return type === 'h-number' || type === 'fh-number'
}

/** What ends when a main number comes: the one before and every help number. */
export function endedBy<T extends Standing>(identifiers: readonly T[], next: IdentifierType): T[] {
  if (!isMainNumber(next)) return []
  return identifiers.filter(
    ({ status, type }) => status === 'in-use' && (isMainNumber(type) || isHelpNumber(type))
  )
}
