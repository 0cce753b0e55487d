import type { KeyedHit } from './patient-hits.queries'
import { foldName } from './name-folding.rules'

export interface DuplicateQuestion {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
  readonly nationalNumber: string | null
  readonly mobile: string | null
}

/**
 * How likely a registered patient is the one being typed, 0–100. The number alone decides; a birth date with a name, or
 * a name with a mobile, is likely the same person; a birth date or a mobile alone is not: twins and families share them.
 */
export function duplicateScore(asked: DuplicateQuestion, known: KeyedHit, hasNumber: boolean): number {
  if (hasNumber) return 100
  const isSameBirthDate = asked.birthDate !== null && asked.birthDate === known.birthDate
  const isOtherBirthDate =
    asked.birthDate !== null && known.birthDate !== null && asked.birthDate !== known.birthDate
  const family = isSameWord(asked.familyName, known.familyName)
  const given = isSameWord(asked.givenName, known.givenName)
  const isSameMobile = asked.mobile !== null && asked.mobile === known.mobile
  const score = (isSameBirthDate ? 45 : 0) + (family ? 20 : 0) + (given ? 25 : 0) + (isSameMobile ? 20 : 0)
  return Math.max(0, isOtherBirthDate ? score - 30 : score)
}

/** Below this a hit is not worth the receptionist's look. */
export const LIKELY_DUPLICATE = 45

/** One is the beginning of the other, word by word: `Anne` and `Anne Marie`, `Hansen` and `Hansen Lie`. */
function isSameWord(one: string, other: string): boolean {
  const [shorter = '', longer = ''] = [foldName(one), foldName(other)].sort((a, b) => a.length - b.length)
  if (shorter === '') return false
  const words = longer.split(' ')
  return shorter.split(' ').every((word) => words.includes(word))
}
