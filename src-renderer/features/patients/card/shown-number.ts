import type { Identifier, Patient } from '@contract/patients'

/** Every number in use, as it is read aloud. */
export function shownNumbers(
  patient: Pick<Patient, 'identifiers'>
): (Pick<Identifier, 'type'> & { text: string })[] {
  return patient.identifiers
    .filter((one) => one.status === 'in-use')
    .map((one) => ({ type: one.type, text: grouped(one) }))
}

/** Former numbers, which the patient may still name. */
export function formerNumbers(patient: Pick<Patient, 'identifiers'>): string[] {
  return patient.identifiers.filter((one) => one.status === 'ceased').map(grouped)
}

/** What another country issued is named with it. */
function grouped({ value, country }: Identifier): string {
  if (country !== null) return `${value} (${country})`
  return /^\d{10,12}$/.test(value) ? `${value.slice(0, 6)} ${value.slice(6)}` : value
}
