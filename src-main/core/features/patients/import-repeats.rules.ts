import { createHash } from 'node:crypto'
import { foldName } from './name-folding.rules'
import type { ImportedPatient, ImportRowResult } from './import-row.rules'

export interface RepeatJudgement {
  result: ImportRowResult
  /** The earlier line that says exactly the same: nothing is left to do for this one. */
  repeatsLine: number | null
}

export interface RepeatCheck {
  /** Judges the rows of one file in their order. */
  judge(line: number, result: ImportRowResult): RepeatJudgement
}

interface Seen {
  line: number
  fingerprint: string
}

/**
 * Finds rows of one file about the same person. The first accepted row keeps the number. A later row with it
 * that says exactly the same is a repetition, and one that differs in anything is refused as
 * `duplicate-number`: which of the two is right only the clinic knows. That reason is named before a
 * contradicting birth date, for a number that belongs to somebody else explains both. A row without a number
 * is never a duplicate here; it matches by {@link matchKey}.
 *
 * Holds some 150 bytes for each numbered row.
 */
export function createRepeatCheck(): RepeatCheck {
  const seen = new Map<string, Seen>()
  return {
    judge(line, result) {
      const number = numberOf(result)
      const earlier = number === null ? undefined : seen.get(number)
      if (earlier) return repeated(result, earlier)
      if (number !== null && result.outcome !== 'refused') {
        seen.set(number, { line, fingerprint: fingerprintOf(result.patient) })
      }
      return { result, repeatsLine: null }
    }
  }
}

/**
 * What a row without a number is matched by: folded name and birth date. Two rows that both lack the birth
 * date match too, so that importing a file twice changes nothing.
 */
export function matchKey(patient: Pick<ImportedPatient, 'familyName' | 'givenName' | 'birthDate'>): string {
  return [foldName(patient.familyName), foldName(patient.givenName), patient.birthDate ?? ''].join('|')
}

function repeated(result: ImportRowResult, earlier: Seen): RepeatJudgement {
  if (result.outcome !== 'refused' && fingerprintOf(result.patient) === earlier.fingerprint) {
    return { result, repeatsLine: earlier.line }
  }
  const finding = { code: 'duplicate-number', parameters: { line: String(earlier.line) } }
  return { result: { outcome: 'refused', findings: [finding], number: numberOf(result) }, repeatsLine: null }
}

function numberOf(result: ImportRowResult): string | null {
  return result.outcome === 'refused' ? result.number : (result.patient.number?.value ?? null)
}

function fingerprintOf(patient: ImportedPatient): string {
  return createHash('sha256').update(JSON.stringify(patient)).digest('base64')
}
