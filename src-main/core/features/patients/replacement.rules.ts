import type { Replacement, ReplacementQuestion } from '@contract/identifiers'
import type { IdentifierRow } from './identifiers.queries'
import { endedBy, isHelpNumber, isMainNumber } from './identifier-standing.rules'
import type { NationalNumberCheck } from './national-number.rules'

export interface ReplacementPlan extends Pick<Replacement, 'birthDate' | 'isForPortal' | 'questions'> {
  readonly ends: readonly IdentifierRow[]
}

interface Record {
  readonly identifiers: readonly IdentifierRow[]
  readonly birthDate: string | null
}

/**
 * What it would mean that the register gave the patient this number: which numbers end, and what is asked first. A
 * number is replaced when a D-number holder gets a fødselsnummer, and rarely within a kind (a new legal gender, a
 * corrected birth date); more often that is a typing error, which is corrected instead.
 */
export function planReplacement(
  check: NationalNumberCheck,
  { identifiers, birthDate }: Record
): ReplacementPlan {
  const ends = check.type === null ? [] : endedBy(identifiers, check.type)
  const isOther = (row: IdentifierRow) => row.value !== check.normalized
  const stated = statedBirthDate(check, birthDate)
  const asked: Partial<{ [Question in ReplacementQuestion]: boolean }> = {
    'birth-date-differs': birthDate !== null && stated !== null,
    'same-kind': ends.some((row) => row.type === check.type && isOther(row)),
    'had-before': identifiers.some((row) => row.status === 'ceased' && !isOther(row))
  }
  return {
    ends: ends.filter(isOther),
    birthDate: stated,
    // An H-number never left the house, so nobody outside has it to forget.
    isForPortal: ends.some(({ type }) => isMainNumber(type) || (isHelpNumber(type) && type !== 'h-number')),
    questions: (['birth-date-differs', 'same-kind', 'had-before'] as const).filter(
      (question) => asked[question]
    )
  }
}

/**
 * The birth date the record gets: the number's, where the record has none or one the number rules out. Null where it
 * stays. Birth date and number are fields of their own, so the date is taken only because somebody says so.
 */
function statedBirthDate(check: NationalNumberCheck, birthDate: string | null): string | null {
  const possible = check.possibleBirthDates.map(String)
  if (possible.length === 0 || (birthDate !== null && possible.includes(birthDate))) return null
  return check.birthDate?.toString() ?? null
}
