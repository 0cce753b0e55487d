import type { AppointmentId } from '@contract/ids'
import type { VideoVisit } from '@contract/video'
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

const REST_MS = 150

/** Today's video visits and how far their links have come, in step with the core. */
export const useVideo = defineStore('video', () => {
  const clock = useClock()
  const visits = shallowRef<ReadonlyMap<AppointmentId, VideoVisit>>(new Map())
  let resting: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    const today = await call('video.today', {})
    visits.value = new Map(today.map((visit) => [visit.appointmentId, visit]))
  }
  function loadSoon(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }

  useReload(load)
  watch(() => clock.today, loadSoon)
  useCoreEvent('appointments.changed', ({ dates }) => {
    if (dates.length === 0 || dates.includes(clock.today)) loadSoon()
  })
  useCoreEvent('messages.changed', ({ appointmentId }) => {
    if (appointmentId === null || visits.value.has(appointmentId)) loadSoon()
  })
  useCoreEvent('settings.changed', loadSoon)
  onScopeDispose(() => clearTimeout(resting))

  return { visits }
})
