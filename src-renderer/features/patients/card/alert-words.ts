import type { Patient, PatientAlert } from '@contract/patients'
import type { CivilDate } from '@contract/values'

export interface AlertWords {
  code: PatientAlert
  tone: 'late' | 'wait' | 'neutral'
  parameters: Record<string, string | number>
}

const TONES: Record<PatientAlert, AlertWords['tone']> = {
  deceased: 'neutral',
  'number-disputed': 'late',
  'mobile-missing': 'wait',
  'mobile-stale': 'wait',
  'email-stale': 'wait',
  'consent-missing': 'wait',
  reserved: 'wait',
  'turned-16': 'wait',
  'number-missing': 'wait',
  'birth-date-missing': 'wait',
  'control-digit-2032': 'wait',
  'possible-duplicate': 'wait',
  'address-protected': 'late',
  confidential: 'late',
  'not-own-gp': 'neutral',
  'no-show-history': 'neutral'
}

const ORDER = Object.keys(TONES)

/** The alerts of a patient, weightiest first, with what their words need. */
export function alertWords(patient: Patient, dateWords: (date: CivilDate) => string): AlertWords[] {
  const parameters = {
    months: patient.mobile?.ageMonths ?? 0,
    emailMonths: patient.email?.ageMonths ?? 0,
    count: patient.noShowCount,
    gp: patient.gp?.name ?? '',
    on: patient.deceasedOn === null ? '' : dateWords(patient.deceasedOn)
  }
  return patient.alerts
    .map((code) => ({ code, tone: TONES[code], parameters }))
    .sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code))
}
