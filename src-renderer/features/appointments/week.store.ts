import type { CalendarWeek } from '@contract/calendar'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'
import { mondayOf } from '../../lib/dates'
import { useClinic } from '../settings/clinic.store'
import { useSession } from '../users/session.store'
import { useDay } from './day.store'
import { mergeWeek } from './merge-week'

/** One clinician's week, in step with the core for as long as it is shown. */
export const useWeek = defineStore('week', () => {
  const day = useDay()
  const clinic = useClinic()
  const session = useSession()

  const isShown = ref(false)
  /** Null: one's own, or else the first. */
  const chosenId = ref<ClinicianId | null>(null)
  const week = shallowRef<CalendarWeek | null>(null)
  let lastLoad = 0

  const ownId = computed(
    () => clinic.activeClinicians.find(({ userId }) => userId !== null && userId === session.user?.id)?.id
  )
  const clinicianId = computed<ClinicianId | null>(
    () => chosenId.value ?? ownId.value ?? clinic.activeClinicians[0]?.id ?? null
  )
  const monday = computed(() => mondayOf(day.date))
  const days = computed(() => week.value?.days ?? [])

  /** Reads the week. A later call makes an earlier one's answer worthless. */
  async function load(): Promise<void> {
    const wished = clinicianId.value
    if (!isShown.value || wished === null) return
    lastLoad += 1
    const mine = lastLoad
    const fresh = await call('calendar.week', { clinicianId: wished, date: monday.value })
    if (mine === lastLoad) week.value = mergeWeek(week.value, fresh)
  }

  function concerns(dates: readonly CivilDate[]): boolean {
    return dates.length === 0 || dates.some((date) => mondayOf(date) === monday.value)
  }

  useReload(load)
  watch([isShown, clinicianId, monday], load)
  useCoreEvent('appointments.changed', ({ dates }) => void (concerns(dates) && load()))
  useCoreEvent('patients.changed', () => void load())
  useCoreEvent('messages.changed', () => void load())
  useCoreEvent('letters.changed', () => void load())
  useCoreEvent('clinicians.changed', () => void load())
  useCoreEvent('schedules.changed', () => void load())

  return { isShown, chosenId, clinicianId, monday, days, load }
})
