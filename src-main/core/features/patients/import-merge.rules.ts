import type { AddressProtection } from '@contract/patients'
import type { ClinicianId } from '@contract/ids'
import type { ImportedPatient } from './import-row.rules'
import type { PatientRow, PatientWrite } from './patients.queries'

/** The clinicians by folded name, to whom a file's GP column may point. */
export type CliniciansByName = ReadonlyMap<string, ClinicianId>

export interface ImportedGp {
  readonly gp_clinician_id: ClinicianId | null
  readonly gp_external_name: string | null
}

/** What an imported row makes of a new patient. `notes` are its own, and contacts that cannot be used. */
export function newPatient(
  patient: ImportedPatient,
  gp: ImportedGp | null,
  notes: readonly string[]
): PatientWrite {
  return {
    family_name: patient.familyName,
    given_name: patient.givenName,
    birth_date: patient.birthDate,
    sex: patient.sex,
    language: patient.language,
    address_line: patient.address?.line ?? '',
    postal_code: patient.address?.postalCode ?? '',
    city: patient.address?.city ?? '',
    address_protection: patient.addressProtection,
    gp_clinician_id: gp?.gp_clinician_id ?? null,
    gp_external_name: gp?.gp_external_name ?? null,
    note: notes.join('\n')
  }
}

/**
 * What an imported row makes of a patient who is registered already: what the row says replaces what was known, and
 * what it leaves blank stays. Protection of the address is raised by a file and never lowered.
 */
export function mergedPatient(
  known: PatientRow,
  patient: ImportedPatient,
  { gp, notes }: { gp: ImportedGp | null; notes: readonly string[] }
): PatientWrite {
  const { address } = patient
  const missing = notes.filter((note) => !known.note.includes(note))
  return {
    family_name: patient.familyName,
    given_name: patient.givenName || known.given_name,
    birth_date: patient.birthDate ?? known.birth_date,
    sex: patient.sex === 'unknown' ? known.sex : patient.sex,
    language: patient.language ?? known.language,
    address_line: address?.line || known.address_line,
    postal_code: address?.postalCode || known.postal_code,
    city: address?.city || known.city,
    address_protection: stricter(known.address_protection, patient.addressProtection),
    gp_clinician_id: gp ? gp.gp_clinician_id : known.gp_clinician_id,
    gp_external_name: gp ? gp.gp_external_name : known.gp_external_name,
    note: [known.note, ...missing].filter((part) => part !== '').join('\n')
  }
}

const STRICTNESS = ['none', 'confidential', 'strictly-confidential'] as const satisfies AddressProtection[]

function stricter(one: AddressProtection, other: AddressProtection): AddressProtection {
  return STRICTNESS.indexOf(one) >= STRICTNESS.indexOf(other) ? one : other
}
