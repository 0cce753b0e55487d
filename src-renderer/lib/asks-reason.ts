import type { PatientHit } from '@contract/patients'

/** Whether the core will ask why this record is opened, so that the page may ask first. */
export function asksReason({
  isProtected,
  isConfidential
}: Pick<PatientHit, 'isProtected' | 'isConfidential'>): boolean {
  return isProtected || isConfidential
}
