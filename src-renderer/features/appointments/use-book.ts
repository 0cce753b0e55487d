import type { Appointment, AppointmentChanged } from '@contract/appointments'
import type { PatientId } from '@contract/ids'
import { ref, type Ref } from 'vue'
import { errorSentence } from '../../app/errors'
import { useFormats } from '../../app/formats'
import { showError } from '../../app/undo'
import { useWork } from '../../app/work'
import { call, isRefusal } from '../../core-client'
import { wallTimeAt } from '../../lib/wall-time'
import { useBooking } from './booking.store'
import { offerStepBack } from './changes'
import { confirmationNote } from './confirmation-note'

interface Book {
  book(patientId: PatientId, isOverbooking: boolean): Promise<void>
  /** Somebody has that time: a person decides. */
  isTaken: Ref<boolean>
  failure: Ref<string | null>
  isBooking: Readonly<Ref<boolean>>
}

/** Books what the draft says. What was filled in stays when the core refuses. */
export function useBook(done: (appointment: Appointment) => void): Book {
  const booking = useBooking()
  const formats = useFormats()
  const isTaken = ref(false)
  const { isBusy: isBooking, failure, run } = useWork(explain)

  async function book(patientId: PatientId, isOverbooking: boolean): Promise<void> {
    const { draft } = booking
    if (!draft) return
    const { clinicianId, startMinute, typeId, date, durationMinutes, note } = draft
    if (clinicianId === null || startMinute === null || typeId === null) return
    const time = wallTimeAt(startMinute)
    await run(async () => {
      const place = { clinicianId, date, time, durationMinutes }
      const changed = await call('appointments.book', { ...place, patientId, typeId, note, isOverbooking })
      done(changed.appointment)
      await say(changed)
    })
  }

  function explain(error: unknown): void {
    if (isRefusal(error, 'slot-taken')) isTaken.value = true
    else failure.value = errorSentence(error)
  }

  async function say(changed: AppointmentChanged): Promise<void> {
    // Booked it is, whatever becomes of asking when the confirmation leaves.
    const note = await confirmationNote(changed.appointment, formats.moment).catch((error: unknown) => {
      showError(error)
      return ''
    })
    offerStepBack(changed, 'booked', { note })
  }

  return { book, isTaken, failure, isBooking }
}
