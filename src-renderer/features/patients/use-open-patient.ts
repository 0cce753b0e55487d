import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import { computed, type ComputedRef } from 'vue'
import { useSelection } from '../../app/selection.store'
import { call } from '../../core-client'
import { useShownPatient } from './card/shown-patient.store'

/** The patient a form in the side panel is about, in step with the core; null while the record is being opened. */
export function useOpenPatient(patientId: PatientId): ComputedRef<Patient | null> {
  const shown = useShownPatient()
  return computed(() => (shown.patient?.id === patientId ? shown.patient : null))
}

/** Opens a record with the reason given when it was selected. */
export function openPatient(id: PatientId): Promise<Patient> {
  const selection = useSelection()
  return call('patients.open', { id, reason: id === selection.selectedPatientId ? selection.reason : null })
}
