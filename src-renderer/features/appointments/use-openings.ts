import type { FreeSlot } from '@contract/appointments'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { wallTimeAt } from '../../lib/wall-time'
import { useBooking } from './booking.store'

const SHOWN = 6

interface Openings {
  slots: ShallowRef<readonly FreeSlot[]>
  isSearching: Ref<boolean>
  search(): Promise<void>
  /** The first opening from the chosen time on. */
  nextAfter(): Promise<FreeSlot | undefined>
}

/** First openings for the clinician and length of the booking that is being made. */
export function useOpenings(): Openings {
  const booking = useBooking()
  const clock = useClock()
  const slots = shallowRef<readonly FreeSlot[]>([])
  const isSearching = ref(false)
  let lastRequest = 0

  async function search(): Promise<void> {
    const { draft } = booking
    if (!draft) return
    lastRequest += 1
    const request = lastRequest
    isSearching.value = true
    try {
      const from = draft.date > clock.today ? draft.date : clock.today
      const { clinicianId, durationMinutes } = draft
      const found = await call('appointments.firstFree', {
        clinicianId,
        durationMinutes,
        from,
        fromTime: null,
        limit: SHOWN
      })
      if (request === lastRequest) slots.value = found
    } catch (error) {
      showError(error)
    } finally {
      isSearching.value = false
    }
  }

  async function nextAfter(): Promise<FreeSlot | undefined> {
    const { draft } = booking
    if (!draft) return undefined
    const { clinicianId, durationMinutes, date, startMinute } = draft
    const fromTime = startMinute === null ? null : wallTimeAt(startMinute)
    const [slot] = await call('appointments.firstFree', {
      clinicianId,
      durationMinutes,
      from: date,
      fromTime,
      limit: 1
    })
    return slot
  }

  return { slots, isSearching, search, nextAfter }
}
