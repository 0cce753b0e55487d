import type { FreeSlot } from '@contract/appointments'
import { useSelection } from '../../app/selection.store'
import { minuteOf } from '../../lib/wall-time'
import { useBooking } from './booking.store'
import { useCalendar } from './calendar.store'
import { useDay } from './day.store'
import type { FreeWish } from './find-free-query'
import FindFreeForm from './FindFreeForm.vue'
import { useMove } from './move.store'
import { useBookingForm } from './use-booking-form'

interface FindFree {
  open(): void
}

/** Opens the search for free time; what is found is booked, or taken by the appointment that is being moved. */
export function useFindFree(): FindFree {
  const selection = useSelection()
  const move = useMove()
  const day = useDay()
  const calendar = useCalendar()
  const booking = useBooking()
  const bookingForm = useBookingForm()

  function take(slot: FreeSlot, wish: FreeWish): void {
    selection.closeForm()
    if (calendar.view === 'month' || calendar.view === 'agenda') calendar.view = 'day'
    day.show(slot.date)
    const { clinicianId, date, time } = slot
    const startMinute = minuteOf(time)
    if (move.carried) {
      const { durationMinutes } = move.carried.target
      move.act({ kind: 'to', target: { clinicianId, date, startMinute, durationMinutes } })
      move.act({ kind: 'place' })
      return
    }
    bookingForm.open({ clinicianId, date, startMinute })
    const { draft } = booking
    const { typeId, durationMinutes } = wish
    if (draft) booking.start({ ...draft, typeId: typeId ?? draft.typeId, durationMinutes })
  }

  return { open: () => selection.openForm(FindFreeForm, { onTake: take }) }
}
