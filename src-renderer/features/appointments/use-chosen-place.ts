import type { FreeSlot } from '@contract/appointments'
import type { PlaceNote } from '@contract/place-notes'
import { computed, type ComputedRef, type ShallowRef } from 'vue'
import { useSelection } from '../../app/selection.store'
import { showError } from '../../app/undo'
import { call } from '../../core-client'
import { wallTimeAt } from '../../lib/wall-time'
import { useGaps } from '../waiting-list/gaps.store'
import { useBooking } from './booking.store'
import { usePlaceNotes } from './use-place-notes'

interface ChosenPlace {
  /** Null until the draft has a clinician and a time. */
  readonly chosen: ComputedRef<FreeSlot | null>
  readonly placeNotes: ShallowRef<readonly PlaceNote[]>
  /** The place is not for this patient but for whoever waits for an earlier time. */
  offer(): Promise<void>
}

/** The place the booking draft names, what speaks against it, and giving it to somebody who waits. */
export function useChosenPlace(): ChosenPlace {
  const booking = useBooking()
  const gaps = useGaps()
  const selection = useSelection()

  const chosen = computed<FreeSlot | null>(() => {
    const { draft } = booking
    if (!draft || draft.clinicianId === null || draft.startMinute === null) return null
    const { clinicianId, date, startMinute, durationMinutes } = draft
    return { clinicianId, date, time: wallTimeAt(startMinute), durationMinutes }
  })
  const placeNotes = usePlaceNotes(() => {
    const typeId = booking.draft?.typeId ?? null
    return chosen.value && typeId !== null ? { ...chosen.value, typeId, movingId: null } : null
  })

  async function offer(): Promise<void> {
    if (!chosen.value) return
    try {
      const { id } = await call('waitingList.openGap', chosen.value)
      selection.closeForm()
      await gaps.load()
      await gaps.open(id)
    } catch (error) {
      showError(error)
    }
  }

  return { chosen, placeNotes, offer }
}
