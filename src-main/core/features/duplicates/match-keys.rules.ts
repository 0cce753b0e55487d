import { nameWordsOf, soundOf } from './name-sound.rules'

/** What a person may be found by although the birth date has an error in it. */
export interface KeyedPerson {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
}

/**
 * Numbers under which a person is kept so that people of a like-sounding name are found together: with the year of
 * birth, for a day or month that was mistyped or swapped, and with the day and month, for a mistyped year. Family and
 * given name may stand in each other's place. None without a birth date or a whole name.
 */
export function matchKeys({ familyName, givenName, birthDate }: KeyedPerson): number[] {
  const [family, given] = [familyName, givenName].map((name) => nameWordsOf(name)[0])
  if (family === undefined || given === undefined || birthDate === null) return []
  const name = [soundOf(family), soundOf(given)].sort().join(' ')
  return [`${name} ${birthDate.slice(0, 4)}`, `${name} ${birthDate.slice(5)}`].map(numberOf)
}

/** FNV-1a, 32 bits: two texts with one number only mean one more pair that is compared. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
