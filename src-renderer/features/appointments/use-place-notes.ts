import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { PlaceNote } from '@contract/place-notes'
import type { CivilDate, WallTime } from '@contract/values'
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent } from '../../core-client'
import { latest } from '../../lib/latest'

/** A place somebody thinks of. */
export interface WantedPlace {
  readonly typeId: AppointmentTypeId
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
  readonly time: WallTime
  readonly durationMinutes: number
  readonly movingId: AppointmentId | null
}

/** A ghost that keys move passes many places in a second. */
const REST_MS = 60

/** What speaks against a place, as the core sees it; none while no place is chosen. */
export function usePlaceNotes(place: () => WantedPlace | null): ShallowRef<readonly PlaceNote[]> {
  const notes = shallowRef<readonly PlaceNote[]>([])
  const question = latest<WantedPlace, readonly PlaceNote[]>({
    ask: (wanted) => call('appointments.placeNotes', wanted),
    answered: (found) => {
      notes.value = found
    },
    failed: showError,
    delayMs: REST_MS
  })

  function ask(): void {
    const wanted = place()
    if (wanted) return question.ask(wanted)
    question.stop()
    notes.value = []
  }

  watch(() => JSON.stringify(place()), ask, { immediate: true })
  useCoreEvent('appointments.changed', ask)
  useCoreEvent('schedules.changed', ask)
  onScopeDispose(question.stop)
  return notes
}
