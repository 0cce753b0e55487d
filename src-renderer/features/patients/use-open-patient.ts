import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import { computed, type ComputedRef } from 'vue'
import { useSelection } from '../../app/selection.store'
import { call } from '../../core-client'
import { readAgain } from './card/read-again'
import { useShownPatient } from './card/shown-patient.store'

/** The patient a form in the side panel is about, in step with the core; null while the record is being opened. */
export function useOpenPatient(patientId: PatientId): ComputedRef<Patient | null> {
  const shown = useShownPatient()
  return computed(() => (shown.patient?.id === patientId ? shown.patient : null))
}

/** `Kari Nordmann`, for the title of a form about her; empty until the record is there. */
export function useOpenName(patientId: PatientId): ComputedRef<string> {
  const patient = useOpenPatient(patientId)
  return computed(() => (patient.value ? `${patient.value.givenName} ${patient.value.familyName}` : ''))
}

/** The record as it is now, with the reason given when it was selected; opened where it is not open yet. */
export function openPatient(id: PatientId): Promise<Patient> {
  const selection = useSelection()
  const shown = useShownPatient()
  const reason = id === selection.selectedPatientId ? selection.reason : null
  return shown.patient?.id === id ? readAgain(id, reason) : call('patients.open', { id, reason })
}
