import type { PatientNote } from '@contract/calendar'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, type MethodInput } from '../../core-client'
import { latest } from '../../lib/latest'

type Question = MethodInput<'calendar.patientNotes'>

/** What the core says of a patient where a booking is made, in step with what happens to that patient. */
export function usePatientNotes(asked: () => Question): ShallowRef<readonly PatientNote[]> {
  const notes = shallowRef<readonly PatientNote[]>([])
  const question = latest<Question, readonly PatientNote[]>({
    ask: (input) => call('calendar.patientNotes', input),
    answered: (found) => {
      notes.value = found
    },
    failed: showError,
    delayMs: 0
  })
  const ask = (): void => question.ask(asked())

  watch(() => JSON.stringify(asked()), ask, { immediate: true })
  useCoreEvent('appointments.changed', ({ patientId }) => {
    if (patientId === null || patientId === asked().patientId) ask()
  })
  onScopeDispose(question.stop)
  return notes
}
