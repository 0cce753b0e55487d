import { nextTick, onMounted, watch, type Ref } from 'vue'
import { useBooking } from './booking.store'
import { useCalendar } from './calendar.store'
import { pixelsFrom } from './day-range'
import type { Span } from './lanes'
import { useMove } from './move.store'

/** What was an hour ago is in sight too. */
const MINUTES_BEFORE_NOW = 75

interface Grid {
  readonly scroller: Readonly<Ref<HTMLElement | undefined>>
  readonly body: Readonly<Ref<HTMLElement | undefined>>
  readonly range: Readonly<Ref<Span>>
  /** Null where no column is of today. */
  readonly now: Readonly<Ref<{ readonly minute: number } | null>>
}

/** Begins the grid at what matters now, and keeps in sight what keys move. */
export function useGridScroll({ scroller, body, range, now }: Grid): void {
  const calendar = useCalendar()
  const booking = useBooking()
  const move = useMove()

  async function scrollToStart(): Promise<void> {
    await nextTick()
    if (!scroller.value) return
    const minute = now.value ? now.value.minute - MINUTES_BEFORE_NOW : range.value.startMinute
    scroller.value.scrollTop = pixelsFrom(range.value, minute)
  }

  /** Keeps the ghost in sight while keys move it; a pointer is where it is. */
  async function followGhost(): Promise<void> {
    if (move.isDragging) return
    await nextTick()
    body.value
      ?.querySelector('[data-testid="ghost"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  onMounted(scrollToStart)
  // A day of the week that is shown already is no reason to scroll.
  watch(() => calendar.places[0]?.date, scrollToStart)
  watch(() => move.carried?.target, followGhost)
  watch(() => booking.draft?.startMinute, followGhost)
}
