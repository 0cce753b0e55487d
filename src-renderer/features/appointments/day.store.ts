import type { Appointment, Day } from '@contract/appointments'
import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { call, useCoreEvent, useReload } from '../../core-client'
import { addDays } from '../../lib/dates'
import { dayReader } from './day-reader'

interface FocusWish {
  /** Null: where the arrow keys were last. */
  readonly place: { readonly clinicianId: ClinicianId; readonly minute: number } | null
  /** Nobody asked for the calendar itself: the keys that follow mean the selected patient, so no other's appointment takes them. */
  readonly isReturn: boolean
}

/** The day the calendar shows, in step with the core. */
export const useDay = defineStore('day', () => {
  const clock = useClock()
  /** Null follows the clock, so that the calendar turns over at midnight by itself. */
  const chosenDate = ref<CivilDate | null>(null)
  const date = computed(() => chosenDate.value ?? clock.today)
  const isToday = computed(() => date.value === clock.today)
  const day = shallowRef<Day | null>(null)
  /** The column that `F` and `B` book in, chosen with 1…9; null: any. */
  const activeClinicianId = ref<ClinicianId | null>(null)
  const showsCancelled = ref(false)
  /** The appointment the arrow keys stand on; keys such as A and X mean it before the selected one. */
  const focusedAppointmentId = ref<AppointmentId | null>(null)
  /** A new one each time the keyboard should go to the calendar. */
  const focusAsked = shallowRef<FocusWish>({ place: null, isReturn: false })

  const columns = computed(() => day.value?.columns ?? [])
  const clinicianIds = computed(() => columns.value.map((column) => column.clinicianId))

  const { load, follow } = dayReader({
    date: () => date.value,
    shown: () => day.value,
    show: (fresh) => {
      day.value = fresh
    },
    readDay: (wished) => call('appointments.day', { date: wished }),
    readPatients: (wished, patientIds) => call('appointments.dayOfPatients', { date: wished, patientIds })
  })

  function show(next: CivilDate): void {
    chosenDate.value = next === clock.today ? null : next
  }

  function showToday(): void {
    chosenDate.value = null
  }

  function step(days: number): void {
    show(addDays(date.value, days))
  }

  function askFocus(): void {
    focusAsked.value = { place: null, isReturn: false }
  }

  /** The keyboard comes back from a form, to the place that it was about. */
  function comeBack(place: FocusWish['place'] = null): void {
    focusAsked.value = { place, isReturn: true }
  }

  /** An appointment of the shown day. */
  function appointmentOf(id: AppointmentId | null): Appointment | undefined {
    if (id === null) return undefined
    return columns.value.flatMap((column) => column.appointments).find((one) => one.id === id)
  }

  useReload(load)
  watch(date, load)
  useCoreEvent('appointments.changed', ({ dates, patientId }) => {
    if (dates.length === 0 || dates.includes(date.value)) void follow(patientId)
  })
  // Names, alerts and how far the messages have come stand on the appointments too.
  useCoreEvent('patients.changed', ({ patientId }) => void follow(patientId))
  useCoreEvent('messages.changed', ({ patientId }) => void (patientId !== null && follow(patientId)))
  useCoreEvent('letters.changed', ({ patientId }) => void follow(patientId))
  useCoreEvent('clinicians.changed', () => void load())
  useCoreEvent('schedules.changed', () => void load())

  return {
    date,
    isToday,
    day,
    columns,
    clinicianIds,
    activeClinicianId,
    showsCancelled,
    focusedAppointmentId,
    focusAsked,
    askFocus,
    comeBack,
    load,
    follow,
    show,
    showToday,
    step,
    appointmentOf
  }
})
