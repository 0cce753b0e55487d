import type { PatientRow } from './patients.queries'

/**
 * Whether a record is opened only with a reason: the address is protected (kode 6 and 7, DOMAIN.md §1: every look is
 * logged with one), or the patient is marked as confidential (Normen: access by need, staff and well-known persons
 * followed up).
 */
export function needsReason({
  address_protection,
  confidentiality
}: Pick<PatientRow, 'address_protection' | 'confidentiality'>): boolean {
  return address_protection !== 'none' || confidentiality !== 'none'
}
