import type { AppointmentId, PatientId } from '@contract/ids'
import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, type Component } from 'vue'

/** What was typed in the search field before "new patient", by kind. */
export interface PatientPrefill {
  readonly familyName?: string
  readonly givenName?: string
  readonly nationalNumber?: string
  readonly birthDate?: string
  readonly mobile?: string
}

/** The field an edit begins in. */
export type EditField = 'mobile' | 'nationalNumber' | 'gp' | 'name' | 'birthDate'

/** What the side panel shows: the selected patient, a form, or the question why a protected record is opened. */
export type Panel =
  | { kind: 'patient' }
  | { kind: 'new-patient'; prefill: PatientPrefill }
  | { kind: 'edit-patient'; field: EditField | null }
  | { kind: 'reason'; patientId: PatientId }
  | { kind: 'form'; component: Component; props: Record<string, unknown> }

/** Who and what is selected in this window; the side panel follows it. */
export const useSelection = defineStore('selection', () => {
  const selectedPatientId = ref<PatientId | null>(null)
  const selectedAppointmentId = ref<AppointmentId | null>(null)
  /** Why the selected patient's record is opened; needed for a protected one (`patients.open`). */
  const reason = ref<string | null>(null)
  const panel = shallowRef<Panel>({ kind: 'patient' })
  const isFormOpen = computed(() => panel.value.kind !== 'patient')

  function openPatient(id: PatientId, why: string | null = null): void {
    if (id !== selectedPatientId.value) selectedAppointmentId.value = null
    selectedPatientId.value = id
    reason.value = why
    panel.value = { kind: 'patient' }
  }

  /** Selects an appointment together with its patient. */
  function openAppointment(id: AppointmentId, patientId: PatientId): void {
    const why = patientId === selectedPatientId.value ? reason.value : null
    openPatient(patientId, why)
    selectedAppointmentId.value = id
  }

  /** Asks why before a protected record is opened; also the answer to `reason-required`. */
  function askReason(patientId: PatientId): void {
    if (patientId === selectedPatientId.value) selectedPatientId.value = null
    panel.value = { kind: 'reason', patientId }
  }

  function startNewPatient(prefill: PatientPrefill = {}): void {
    panel.value = { kind: 'new-patient', prefill }
  }

  function editPatient(field: EditField | null = null): void {
    if (selectedPatientId.value !== null) panel.value = { kind: 'edit-patient', field }
  }

  /** Shows a form of a feature in the panel; the form calls `closeForm` when it is done. */
  function openForm(component: Component, props: Record<string, unknown> = {}): void {
    panel.value = { kind: 'form', component: markRaw(component), props }
  }

  function closeForm(): void {
    panel.value = { kind: 'patient' }
  }

  function clear(): void {
    selectedPatientId.value = null
    selectedAppointmentId.value = null
    reason.value = null
    panel.value = { kind: 'patient' }
  }

  return {
    selectedPatientId,
    selectedAppointmentId,
    reason,
    panel,
    isFormOpen,
    openPatient,
    openAppointment,
    askReason,
    startNewPatient,
    editPatient,
    openForm,
    closeForm,
    clear
  }
})
