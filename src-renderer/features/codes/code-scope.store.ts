import type { PatientId } from '@contract/ids'
import { defineStore } from 'pinia'
import { ref } from 'vue'

interface ShownPatient {
  readonly id: PatientId
  readonly name: string
}

/** Whose codes the page of codes shows: one patient's, or everybody's. */
export const useCodeScope = defineStore('code-scope', () => {
  const patient = ref<ShownPatient | null>(null)

  function showOnly(one: ShownPatient): void {
    patient.value = one
  }

  function showAll(): void {
    patient.value = null
  }

  return { patient, showOnly, showAll }
})
