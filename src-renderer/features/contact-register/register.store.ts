import type { RegisterStatus } from '@contract/contact-register'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

/** Whether the clinic asks the national register, and what keeps it from doing so. */
export const useContactRegister = defineStore('contactRegister', () => {
  const status = shallowRef<RegisterStatus | null>(null)
  const isOn = computed(() => status.value?.isOn === true)

  async function load(): Promise<void> {
    status.value = await call('contactRegister.status', {})
  }

  useReload(load)
  useCoreEvent('contactRegister.changed', () => {
    load().catch(showError)
  })

  return { status, isOn }
})
