import type { ClinicianId } from '@contract/ids'
import type { SlotHold } from '@contract/waiting-list'
import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

const REST_MS = 60
/** Offers run out within a day; nothing is held for long. */
const ALL = { from: '2000-01-01', to: '2999-12-31' } as const

/** Places that are offered at this moment, in step with the core, for the calendar to mark. */
export const useHolds = defineStore('held-places', () => {
  const holds = shallowRef<readonly SlotHold[]>([])
  let resting: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    holds.value = await call('waitingList.holds', ALL)
  }

  useReload(load)
  useCoreEvent('waitingList.changed', () => {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  })
  onScopeDispose(() => clearTimeout(resting))

  const holdsOf = (clinicianId: ClinicianId, date: CivilDate): readonly SlotHold[] =>
    holds.value.filter((hold) => hold.clinicianId === clinicianId && hold.date === date)
  return { holds, holdsOf }
})
