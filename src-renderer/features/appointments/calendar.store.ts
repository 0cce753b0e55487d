import type { Appointment } from '@contract/appointments'
import type { AgendaState } from '@contract/calendar'
import type { AppointmentId, AppointmentTypeId, ClinicianId, PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { addDays, addMonths } from '../../lib/dates'
import { useDay } from './day.store'
import type { ColumnPlace, ShownColumn } from './shown-column'
import { useWeek } from './week.store'

export const CALENDAR_VIEWS = ['day', 'week', 'month', 'agenda'] as const
export type CalendarView = (typeof CALENDAR_VIEWS)[number]

/** Which appointments the list shows; null: any. */
export interface AgendaFilters {
  clinicianId: ClinicianId | null
  typeId: AppointmentTypeId | null
  state: AgendaState
}

/** Which view of the calendar is open. All of them share the date, so that leafing in one goes on in the next. */
export const useCalendar = defineStore('calendar', () => {
  const day = useDay()
  const week = useWeek()
  const view = ref<CalendarView>('day')
  /** Whose month is shown; null: all of them together. */
  const monthClinicianId = ref<ClinicianId | null>(null)
  const filters = ref<AgendaFilters>({ clinicianId: null, typeId: null, state: 'all' })
  /** The appointment the arrow keys stand on in the list. */
  const listed = shallowRef<Appointment | null>(null)

  const columns = computed<readonly ShownColumn[]>(() => {
    if (view.value === 'week')
      return week.days.flatMap(({ date, holiday, columns: [column] }) =>
        column ? [{ date, holiday, column }] : []
      )
    const shown = day.day
    return shown ? shown.columns.map((column) => ({ date: shown.date, holiday: shown.holiday, column })) : []
  })
  const places = computed<readonly ColumnPlace[]>(() =>
    columns.value.map(({ date, column }) => ({ date, clinicianId: column.clinicianId }))
  )

  watch(view, (now) => {
    week.isShown = now === 'week'
  })

  /** Back or forward by what the view shows: a day, a week, a month. */
  function step(by: 1 | -1): void {
    day.show(beyond(day.date, by))
  }

  function beyond(date: CivilDate, by: 1 | -1): CivilDate {
    if (view.value === 'month') return addMonths(date, by)
    return addDays(date, view.value === 'week' ? by * 7 : by)
  }

  /** A day of another view, in the day view. */
  function openDay(date: CivilDate): void {
    day.show(date)
    view.value = 'day'
  }

  function openWeek(clinicianId: ClinicianId): void {
    week.chosenId = clinicianId
    view.value = 'week'
  }

  /** An appointment in one of the shown columns or in the list. */
  function appointmentOf(id: AppointmentId | null): Appointment | undefined {
    if (id === null) return undefined
    if (listed.value?.id === id) return listed.value
    return columns.value.flatMap(({ column }) => column.appointments).find((one) => one.id === id)
  }

  /** Reads what the columns show. */
  async function load(): Promise<void> {
    await (view.value === 'week' ? week.load() : day.load())
  }

  /** Reads what changed for one patient. */
  async function follow(patientId: PatientId): Promise<void> {
    await (view.value === 'week' ? week.load() : day.follow(patientId))
  }

  return {
    view,
    monthClinicianId,
    filters,
    listed,
    columns,
    places,
    step,
    openDay,
    openWeek,
    appointmentOf,
    load,
    follow
  }
})
