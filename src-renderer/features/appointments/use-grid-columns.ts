import { computed, type ComputedRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { minuteOfDay } from '../../lib/dates'
import { useClinic } from '../settings/clinic.store'
import { useBooking } from './booking.store'
import { useCalendar } from './calendar.store'
import { columnViews, type ColumnView } from './column-view'
import { dayRange } from './day-range'
import { useDay } from './day.store'
import type { Span } from './lanes'
import { spanOf } from './stops'

interface GridColumns {
  readonly views: ComputedRef<readonly ColumnView[]>
  /** The part of the day that the grid shows. */
  readonly range: ComputedRef<Span>
  /** How long the free pieces are that can be booked from. */
  readonly slotMinutes: ComputedRef<number>
  readonly nowMinute: ComputedRef<number>
  /** The column that is today, counted from 0; null: none of them, or the clock is outside the part shown. */
  readonly now: ComputedRef<{ minute: number; first: number; count: number } | null>
}

/** What the columns of the day or the week draw. */
export function useGridColumns(): GridColumns {
  const calendar = useCalendar()
  const day = useDay()
  const clinic = useClinic()
  const clock = useClock()
  const booking = useBooking()
  const columnView = columnViews()

  const slotMinutes = computed(
    () => booking.draft?.durationMinutes ?? clinic.activeTypes[0]?.durationMinutes ?? 20
  )
  const views = computed<readonly ColumnView[]>(() =>
    calendar.columns.map(({ date, column }) =>
      columnView(column, {
        date,
        showsCancelled: day.showsCancelled,
        slotMinutes: slotMinutes.value
      })
    )
  )
  const range = computed(() =>
    dayRange(views.value.flatMap((view) => [...view.open, ...view.appointments.map(spanOf)]))
  )
  const nowMinute = computed(() => minuteOfDay(clock.nowMs, clock.timeZone))
  const now = computed(() => {
    const minute = nowMinute.value
    const first = views.value.findIndex(({ date }) => date === clock.today)
    const isShown = minute >= range.value.startMinute && minute <= range.value.endMinute
    if (first === -1 || !isShown) return null
    return { minute, first, count: views.value.filter(({ date }) => date === clock.today).length }
  })

  return { views, range, slotMinutes, nowMinute, now }
}
