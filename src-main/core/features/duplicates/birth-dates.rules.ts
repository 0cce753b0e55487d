export type BirthDateLikeness = 'same' | 'swapped' | 'digit' | 'digit-of-generation' | 'unknown' | 'differs'

/** A father and a son are further apart than this, and may have the same birthday. */
const GENERATION_YEARS = 14

/**
 * How alike two birth dates are, `YYYY-MM-DD`. `swapped`: day and month stand in each other's place. `digit`: one digit
 * was mistyped; where that puts a generation between them they are more likely two people of one name.
 */
export function birthDateLikeness(one: string | null, other: string | null): BirthDateLikeness {
  if (one === null || other === null) return 'unknown'
  if (one === other) return 'same'
  const [year, month, day] = one.split('-')
  if (other === `${year}-${day}-${month}`) return 'swapped'
  if (digitsApart(one, other) > 1) return 'differs'
  const years = Math.abs(Number(one.slice(0, 4)) - Number(other.slice(0, 4)))
  return years > GENERATION_YEARS ? 'digit-of-generation' : 'digit'
}

function digitsApart(one: string, other: string): number {
  return [...one].filter((digit, index) => digit !== other[index]).length
}
