import type { Identifier, Patient } from '@contract/patients'

/** The number in use, as it is read aloud: `178587 10227`; null when none is known. */
export function shownNumber(patient: Pick<Patient, 'identifiers'>): string | null {
  const inUse = patient.identifiers.find((one) => one.status === 'in-use')
  return inUse ? grouped(inUse) : null
}

/** Former numbers, which the patient may still name. */
export function formerNumbers(patient: Pick<Patient, 'identifiers'>): string[] {
  return patient.identifiers.filter((one) => one.status === 'ceased').map(grouped)
}

function grouped({ value }: Identifier): string {
  return /^\d{10,12}$/.test(value) ? `${value.slice(0, 6)} ${value.slice(6)}` : value
}
