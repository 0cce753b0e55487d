import type { FreeSlot } from '@contract/appointments'
import type { AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { minuteOf } from '../../lib/wall-time'

/** A booking being made: what the form edits and the calendar shows as a ghost. */
export interface BookingDraft {
  clinicianId: ClinicianId | null
  date: CivilDate
  /** Null until a time is chosen. */
  startMinute: number | null
  durationMinutes: number
  typeId: AppointmentTypeId | null
  note: string
}

export const useBooking = defineStore('booking', () => {
  const draft = ref<BookingDraft | null>(null)
  /** Rises when the openings are asked for (F), so that an open form jumps to them. */
  const openingsAsked = ref(0)

  function start(fresh: BookingDraft): void {
    draft.value = fresh
  }

  /** Another place for the booking that is being made; what else was filled in stays. */
  function place(clinicianId: ClinicianId, date: CivilDate, startMinute: number): void {
    if (draft.value) draft.value = { ...draft.value, clinicianId, date, startMinute }
  }

  function take(slot: FreeSlot): void {
    place(slot.clinicianId, slot.date, minuteOf(slot.time))
  }

  function askOpenings(): void {
    openingsAsked.value += 1
  }

  function end(): void {
    draft.value = null
  }

  return { draft, openingsAsked, start, place, take, askOpenings, end }
})
