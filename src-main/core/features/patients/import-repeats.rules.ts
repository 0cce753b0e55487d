import { hash } from 'node:crypto'
import { CompactIndex } from '../../platform/compact-index'
import { foldName } from './name-folding.rules'
import type { ImportedPatient, ImportRowResult } from './import-row.rules'
import { numberKey } from './number-key.rules'

export interface RepeatJudgement {
  result: ImportRowResult
  /** The earlier line that says exactly the same: nothing is left to do for this one. */
  repeatsLine: number | null
}

export interface RepeatCheck {
  /** Judges the rows of one file in their order. */
  judge(line: number, result: ImportRowResult): RepeatJudgement
}

/** Of what a row says: enough to tell two rows apart, and short enough to keep of every row. */
const FINGERPRINT_DIGITS = 13

/**
 * Finds rows of one file about the same person. The first accepted row keeps the number. A later row with it
 * that says exactly the same is a repetition, and one that differs in anything is refused as
 * `duplicate-number`: which of the two is right only the clinic knows. That reason is named before a
 * contradicting birth date, for a number that belongs to somebody else explains both. A row without a number
 * is never a duplicate here; it matches by {@link matchKey}.
 *
 * Holds some 50 bytes for each numbered row.
 */
export function createRepeatCheck(): RepeatCheck {
  const seen = new CompactIndex()
  const lines: number[] = []
  const fingerprints: number[] = []
  return {
    judge(line, result) {
      const number = numberOf(result)
      if (number === null) return { result, repeatsLine: null }
      const index = seen.find(number)
      const earlier = lines[index]
      if (earlier !== undefined) {
        const isSame = result.outcome !== 'refused' && fingerprintOf(result.patient) === fingerprints[index]
        return isSame
          ? { result, repeatsLine: earlier }
          : { result: duplicate(number, earlier), repeatsLine: null }
      }
      if (result.outcome !== 'refused') {
        seen.add(number)
        lines.push(line)
        fingerprints.push(fingerprintOf(result.patient))
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

function duplicate(number: string, line: number): ImportRowResult {
  const finding = { code: 'duplicate-number', parameters: { line: String(line) } }
  return { outcome: 'refused', findings: [finding], number }
}

function numberOf(result: ImportRowResult): string | null {
  if (result.outcome === 'refused') return result.number
  return result.patient.number ? numberKey(result.patient.number) : null
}

function fingerprintOf(patient: ImportedPatient): number {
  return Number.parseInt(hash('sha256', JSON.stringify(patient)).slice(0, FINGERPRINT_DIGITS), 16)
}
