import type { Appointment } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import { useSelection } from '../../app/selection.store'
import { useShownPatient } from '../patients/card/shown-patient.store'
import { useSession } from '../users/session.store'
import { isMovable } from '../waiting-room/possible-steps'
import { useCalendar } from './calendar.store'
import { useDay } from './day.store'
import { placeOf, type Place } from './move'
import { useMove } from './move.store'
import { usePinboard } from './pinboard.store'
import { useGoTo } from './use-go-to'

interface PinboardActions {
  /** What the key would put on the board: what is being moved, what the arrow keys stand on, or what the card shows. */
  target(): Appointment | undefined
  hold(): void
  /** Takes it to the calendar as it is shown, where keys or the pointer put it down. */
  insert(appointment: Appointment): void
  takeOff(id: AppointmentId): void
}

export function usePinboardActions(): PinboardActions {
  const move = useMove()
  const pinboard = usePinboard()
  const calendar = useCalendar()
  const day = useDay()
  const session = useSession()
  const selection = useSelection()
  const goTo = useGoTo()
  const shown = useShownPatient()

  function target(): Appointment | undefined {
    const carried = move.move.phase === 'carrying' ? move.carried?.appointment : undefined
    const id = day.focusedAppointmentId ?? selection.selectedAppointmentId
    // The card may show one of another day.
    const shownNow = calendar.appointmentOf(id) ?? shown.current ?? undefined
    const found = carried ?? (move.isMoving ? undefined : shownNow)
    return found && session.isDesk && isMovable(found) && !pinboard.has(found.id) ? found : undefined
  }

  function hold(): void {
    const found = target()
    if (!found) return
    pinboard.hold(found)
    if (move.isMoving) move.drop()
  }

  /** Its own clinician and time on the date that is shown; the first column where that clinician has none. */
  function placeHere(appointment: Appointment): Place {
    const own = placeOf(appointment)
    const onDate = calendar.places.filter(({ date }) => date === day.date)
    const isShown = onDate.some(({ clinicianId }) => clinicianId === own.clinicianId)
    const clinicianId = isShown ? own.clinicianId : (onDate[0]?.clinicianId ?? own.clinicianId)
    return { ...own, clinicianId, date: day.date }
  }

  function insert(appointment: Appointment): void {
    if (move.isMoving) return
    goTo.calendar()
    if (calendar.view === 'month' || calendar.view === 'agenda') calendar.view = 'day'
    selection.openAppointment(appointment.id, appointment.patientId)
    move.carryTo(appointment, placeHere(appointment))
  }

  return { target, hold, insert, takeOff: pinboard.release }
}
