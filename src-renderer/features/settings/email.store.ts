import type { EmailStatus } from '@contract/email'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

/** Whether the clinic sends e-mail, and what keeps it. */
export const useEmail = defineStore('email', () => {
  const status = shallowRef<EmailStatus | null>(null)
  const isOn = computed(() => status.value?.isOn === true)

  async function load(): Promise<void> {
    status.value = await call('email.status', {})
  }

  useReload(load)
  useCoreEvent('email.changed', () => {
    load().catch(showError)
  })

  return { status, isOn, load }
})
