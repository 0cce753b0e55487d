import { createChance } from '../../src-main/core/host/demo/random'

/** 0 ≤ x < 1 */
export type Random = () => number

/** The same sequence for the same seed. */
export function seeded(seed: number): Random {
  const chance = createChance(seed)
  return () => chance.next()
}

const ID_LENGTH = 20
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An id as FHIR allows: lower-case letters and digits. */
export function newId(random: Random): string {
  return Array.from({ length: ID_LENGTH }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
}
