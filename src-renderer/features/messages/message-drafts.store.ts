import type { PatientId, UserId } from '@contract/ids'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useCoreEvent } from '../../core-client'

/** Texts begun and not sent, by patient, in memory only; they belong to the person who wrote them. */
export const useMessageDrafts = defineStore('message-drafts', () => {
  const texts = ref(new Map<PatientId, string>())
  let owner: UserId | null = null

  useCoreEvent('session.changed', (session) => {
    if (session === null) return
    if (owner !== null && owner !== session.user.id) texts.value.clear()
    owner = session.user.id
  })

  function keep(patientId: PatientId, text: string): void {
    if (text === '') texts.value.delete(patientId)
    else texts.value.set(patientId, text)
  }

  return { texts, keep }
})
