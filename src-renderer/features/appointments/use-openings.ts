import type { FreeSlot } from '@contract/appointments'
import type { CivilDate } from '@contract/values'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { useClock } from '../../app/clock.store'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { useBooking, type BookingDraft } from './booking.store'

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

  /** Openings that the type may lie in, with what it needs. */
  async function find(
    { typeId, clinicianId, durationMinutes }: BookingDraft,
    where: { from: CivilDate; fromMinute: number | null; limit: number }
  ): Promise<readonly FreeSlot[]> {
    const clinicianIds = clinicianId === null ? [] : [clinicianId]
    const any = { partOfDay: null, weekdays: [], until: null, movingId: null }
    return await call('appointments.findFree', { ...where, ...any, typeId, durationMinutes, clinicianIds })
  }

  async function search(): Promise<void> {
    const { draft } = booking
    if (!draft) return
    lastRequest += 1
    const request = lastRequest
    isSearching.value = true
    try {
      const from = draft.date > clock.today ? draft.date : clock.today
      const found = await find(draft, { from, fromMinute: null, limit: SHOWN })
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
    const [slot] = await find(draft, { from: draft.date, fromMinute: draft.startMinute, limit: 1 })
    return slot
  }

  return { slots, isSearching, search, nextAfter }
}
