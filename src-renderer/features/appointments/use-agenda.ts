import type { Appointment } from '@contract/appointments'
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { addDays } from '../../lib/dates'
import { usePages } from '../messages/use-pages'
import { agendaRows, type AgendaRow } from './agenda-rows'
import { useCalendar } from './calendar.store'
import { useDay } from './day.store'

const PAGE = 100
/** A quarter of a year, so that a filter that fits few looks no further. */
const DAYS_AHEAD = 91

interface Agenda {
  readonly rows: ComputedRef<readonly AgendaRow[]>
  readonly until: ComputedRef<string>
  readonly isLoaded: Ref<boolean>
  loadMore(): Promise<void>
  indexOf(appointment: Appointment): number
}

/** Appointments from the chosen date on, page by page, in step with what happens to them. */
export function useAgenda(): Agenda {
  const calendar = useCalendar()
  const day = useDay()
  const until = computed(() => addDays(day.date, DAYS_AHEAD))

  const pages = usePages<Appointment>(async (cursor) => {
    const { clinicianId, typeId, state } = calendar.filters
    const period = { from: day.date, until: until.value }
    const asked = { ...period, clinicianId, typeId, state, cursor, limit: PAGE }
    const { appointments, nextCursor } = await call('calendar.agenda', asked)
    return { items: appointments, nextCursor }
  }, 'appointments.changed')
  const rows = computed(() => agendaRows(pages.items.value, pages.hasMore.value))

  watch(
    [() => day.date, () => calendar.filters],
    () => {
      pages.restart().catch(showError)
    },
    { deep: true }
  )
  // What the keys mean is the appointment as it is now.
  watch(pages.items, (items) => {
    const { listed } = calendar
    if (listed) calendar.listed = items.find(({ id }) => id === listed.id) ?? null
  })

  return {
    rows,
    until,
    isLoaded: pages.isLoaded,
    loadMore: pages.loadMore,
    indexOf: ({ id }) =>
      rows.value.findIndex((row) => row.kind === 'appointment' && row.appointment.id === id)
  }
}
