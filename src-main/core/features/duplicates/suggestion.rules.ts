import type { MergeField, RecordContents } from '@contract/duplicates'
import type { IdentifierType } from '@contract/patients'
import { isEmptyIn, isSameIn, type PersonState } from './person-state.rules'

export interface WeighedRecord {
  readonly createdAt: string
  readonly numberType: IdentifierType | null
  readonly contents: RecordContents
}

/** The surer a number is, the higher. */
const NUMBER_WEIGHT: Readonly<Record<IdentifierType, number>> = {
  fodselsnummer: 3,
  cpr: 3,
  bsn: 3,
  'd-number': 2,
  'duf-number': 1,
  'fh-number': 1,
  'foreign-number': 1,
  ehic: 1,
  passport: 1,
  'h-number': 0
}

/** Which of two records should stand: the one with the surer number, then with more in it, then the older. */
export function betterRecord(one: WeighedRecord, other: WeighedRecord): 'one' | 'other' {
  const numbers = weightOf(one) - weightOf(other)
  const contents = sizeOf(one) - sizeOf(other)
  const difference = numbers || contents || (one.createdAt <= other.createdAt ? 1 : -1)
  return difference > 0 ? 'one' : 'other'
}

const weightOf = ({ numberType }: WeighedRecord): number =>
  numberType === null ? 0 : NUMBER_WEIGHT[numberType]
const sizeOf = ({ contents }: WeighedRecord): number =>
  Object.values(contents).reduce((sum, count) => sum + count, 0)

/** Whose value to keep where nobody has chosen: the one that is there, else the better record's. */
export function suggestedChoice(
  field: MergeField,
  { one, other, better }: { one: PersonState; other: PersonState; better: 'one' | 'other' }
): 'one' | 'other' | 'both' {
  if (isSameIn(field, one, other)) return better
  const [isOneEmpty, isOtherEmpty] = [isEmptyIn(field, one), isEmptyIn(field, other)]
  if (isOneEmpty !== isOtherEmpty) return isOneEmpty ? 'other' : 'one'
  return field === 'note' ? 'both' : better
}
