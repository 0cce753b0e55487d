import type { ClinicianId, PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { useClock } from '../../app/clock.store'
import { useSelection } from '../../app/selection.store'
import { useShownPatient } from '../patients/card/shown-patient.store'
import { useClinic } from '../settings/clinic.store'
import BookingForm from './BookingForm.vue'
import { useBooking } from './booking.store'
import { useCalendar } from './calendar.store'
import { useDay } from './day.store'
import { useWeek } from './week.store'

interface BookingPlace {
  clinicianId: ClinicianId
  date: CivilDate
  startMinute: number
}

interface BookingOpener {
  /** Opens the form for the selected patient, or for one to be found in it; at a place, or at the first opening. */
  open(place?: BookingPlace): void
  /** Opens it at the list of first openings. */
  openAtOpenings(): void
}

export function useBookingForm(): BookingOpener {
  const booking = useBooking()
  const calendar = useCalendar()
  const week = useWeek()
  const day = useDay()
  const clock = useClock()
  const clinic = useClinic()
  const selection = useSelection()
  const shown = useShownPatient()

  function show(): void {
    selection.openForm(BookingForm, { onPatient: takePatient, onDone: selection.openAppointment })
  }

  /** Selecting a patient shows the card; the form comes back at once with what was filled in. */
  function takePatient(id: PatientId): void {
    const { draft } = booking
    selection.openPatient(id)
    if (draft) booking.start(draft)
    show()
  }

  /** Whose week is shown, the column chosen with 1…9, else the patient's own GP; null: any. */
  function wishedClinician(): ClinicianId | null {
    const own = shown.patient?.id === selection.selectedPatientId ? shown.patient?.gp?.clinicianId : null
    const ofWeek = calendar.view === 'week' ? week.clinicianId : null
    return ofWeek ?? day.activeClinicianId ?? own ?? null
  }

  function open(place?: BookingPlace): void {
    if (place && booking.draft) return booking.place(place.clinicianId, place.date, place.startMinute)
    const type = clinic.activeTypes[0]
    booking.start({
      clinicianId: place?.clinicianId ?? wishedClinician(),
      date: place?.date ?? (day.date > clock.today ? day.date : clock.today),
      startMinute: place?.startMinute ?? null,
      durationMinutes: type?.durationMinutes ?? 20,
      typeId: type?.id ?? null,
      note: ''
    })
    show()
  }

  function openAtOpenings(): void {
    if (!booking.draft) open()
    booking.askOpenings()
  }

  return { open, openAtOpenings }
}
