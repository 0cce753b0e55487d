import type { PatientRow, PatientWrite } from './patients.queries'

const FIELDS = {
  familyName: ['family_name'],
  givenName: ['given_name'],
  birthDate: ['birth_date'],
  sex: ['sex'],
  language: ['language'],
  address: ['address_line', 'postal_code', 'city'],
  addressProtection: ['address_protection'],
  gp: ['gp_clinician_id', 'gp_external_name'],
  note: ['note']
} as const satisfies Record<string, readonly (keyof PatientWrite)[]>

/** Names of the fields that a write changes: what the access log says of it, never their content. */
export function changedFields(before: PatientRow, after: PatientWrite): string[] {
  return Object.entries(FIELDS)
    .filter(([, columns]) => columns.some((column) => before[column] !== after[column]))
    .map(([field]) => field)
}
