import type { PatientId } from '@contract/ids'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, type MethodOutput } from '../../core-client'
import { latest } from '../../lib/latest'

type Consultation = MethodOutput<'portal.consultation'>

/** Whether a consultation by video may be offered to a patient, in step with the portal. */
export function useConsultation(patientId: () => PatientId): ShallowRef<Consultation | null> {
  const consultation = shallowRef<Consultation | null>(null)
  const question = latest<PatientId, Consultation>({
    ask: (id) => call('portal.consultation', { patientId: id }),
    answered: (found) => {
      consultation.value = found
    },
    failed: showError,
    delayMs: 0
  })
  const ask = (): void => question.ask(patientId())

  watch(patientId, ask, { immediate: true })
  useCoreEvent('portal.changed', ask)
  useCoreEvent('patients.changed', (event) => {
    if (event.patientId === patientId()) ask()
  })
  onScopeDispose(question.stop)
  return consultation
}
