import type { DayCapacity } from '@contract/calendar'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useClinic } from '../settings/clinic.store'
import { useCalendar } from './calendar.store'
import { useDay } from './day.store'

interface Month {
  readonly days: ShallowRef<readonly DayCapacity[]>
  /** The length of the openings that are counted. */
  readonly slotMinutes: ComputedRef<number>
}

/** The month of the chosen date, in step with the core for as long as it is shown. */
export function useMonth(): Month {
  const calendar = useCalendar()
  const clinic = useClinic()
  const day = useDay()
  const days = shallowRef<readonly DayCapacity[]>([])
  const slotMinutes = computed(() => clinic.activeTypes[0]?.durationMinutes ?? 20)
  const month = computed(() => day.date.slice(0, 7))
  let lastLoad = 0

  async function load(): Promise<void> {
    lastLoad += 1
    const mine = lastLoad
    const { days: fresh } = await call('calendar.month', {
      clinicianId: calendar.monthClinicianId,
      date: day.date,
      durationMinutes: slotMinutes.value
    })
    if (mine === lastLoad) days.value = fresh
  }

  useReload(load)
  watch([month, () => calendar.monthClinicianId, slotMinutes], load)
  useCoreEvent('appointments.changed', ({ dates }) => {
    const isSeen = days.value.some(({ date }) => dates.includes(date))
    if (isSeen || dates.length === 0) void load()
  })
  useCoreEvent('clinicians.changed', () => void load())
  useCoreEvent('schedules.changed', () => void load())

  return { days, slotMinutes }
}
