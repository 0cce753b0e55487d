import type { RelatedPerson } from '@contract/patients'

/** `Marit Johansen (45)`, as a relation is shown in few words; without the family name it is known to share. */
export function nameAndAge(
  { name, age }: Pick<RelatedPerson, 'name' | 'age'>,
  sharedFamilyName = ''
): string {
  const ending = ` ${sharedFamilyName}`
  const shown = sharedFamilyName !== '' && name.endsWith(ending) ? name.slice(0, -ending.length) : name
  return age === null ? shown : `${shown} (${age})`
}
