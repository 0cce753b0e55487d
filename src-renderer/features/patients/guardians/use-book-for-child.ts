import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import { useSelection } from '../../../app/selection.store'
import { useBookingForm } from '../../appointments/use-booking-form'
import BookForChild from './BookForChild.vue'

interface ChildBooker {
  /** The child's card, and the booking form over it. */
  bookFor(childId: PatientId): void
  /** For the only child at once; of several one is chosen first. */
  begin(parent: Pick<Patient, 'id' | 'children'>): void
}

/** Books for a child from the card of a parent. */
export function useBookForChild(): ChildBooker {
  const selection = useSelection()
  const booking = useBookingForm()

  function bookFor(childId: PatientId): void {
    selection.openPatient(childId)
    booking.open()
  }

  return {
    bookFor,
    begin({ id, children }) {
      const [only, ...others] = children
      if (!only) return
      // A protected child is opened with a reason first: the list says so.
      if (others.length === 0 && !only.isProtected) bookFor(only.patientId)
      else selection.openForm(BookForChild, { patientId: id })
    }
  }
}
