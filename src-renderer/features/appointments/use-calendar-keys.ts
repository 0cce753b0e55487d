import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { useClinic } from '../settings/clinic.store'
import { useSession } from '../users/session.store'
import { isMovable } from '../waiting-room/possible-steps'
import { useBooking } from './booking.store'
import { CALENDAR_VIEWS, useCalendar } from './calendar.store'
import { useDay } from './day.store'
import { useMove } from './move.store'
import { useBookingForm } from './use-booking-form'
import { useFindFree } from './use-find-free'

const VIEW_KEYS = { day: 'shift+d', week: 'shift+w', month: 'shift+m', agenda: 'shift+a' } as const

/** The calendar’s keys: leafing, views, columns, booking, lengths. `chooseClinician` answers 1…9. */
export function useCalendarKeys(chooseClinician: (id: ClinicianId) => void): void {
  const day = useDay()
  const calendar = useCalendar()
  const move = useMove()
  const isIdle = (): boolean => !move.isMoving

  for (const view of CALENDAR_VIEWS)
    useCommand({
      id: `calendar.${view}`,
      titleKey: `calendar.command.${view}`,
      keys: VIEW_KEYS[view],
      run: () => {
        calendar.view = view
      }
    })
  useCommand({
    id: 'day.today',
    titleKey: 'appointments.command.today',
    keys: 't',
    when: isIdle,
    run: day.showToday
  })
  useCommand({
    id: 'day.previous',
    titleKey: 'calendar.command.previous',
    keys: ['left', 'pageup'],
    when: isIdle,
    run: () => calendar.step(-1)
  })
  useCommand({
    id: 'day.next',
    titleKey: 'calendar.command.next',
    keys: ['right', 'pagedown'],
    when: isIdle,
    run: () => calendar.step(1)
  })
  useCommand({
    id: 'day.focus',
    titleKey: 'appointments.command.focus',
    keys: ['down', 'up'],
    when: () => isIdle() && day.focusedAppointmentId === null,
    run: day.askFocus
  })
  useCommand({
    id: 'day.showCancelled',
    titleKey: 'appointments.command.showCancelled',
    keys: 'shift+x',
    when: () => isIdle() && calendar.view !== 'month',
    run: () => {
      day.showsCancelled = !day.showsCancelled
    }
  })
  useClinicianKeys(chooseClinician)
  useBookingKeys()
  useLengthKeys()
}

function useClinicianKeys(choose: (id: ClinicianId) => void): void {
  const calendar = useCalendar()
  const clinic = useClinic()
  const move = useMove()
  const selection = useSelection()

  /** By column in the day, by name in the other views. */
  function clinicianAt(number: number): ClinicianId | undefined {
    return calendar.view === 'day'
      ? calendar.places[number - 1]?.clinicianId
      : clinic.activeClinicians[number - 1]?.id
  }

  for (let number = 1; number <= 9; number += 1) {
    useCommand({
      id: `day.clinician-${number}`,
      titleKey: 'appointments.command.clinician',
      titleParameters: () => ({ number }),
      keys: String(number),
      when: () => !move.isMoving && selection.panel.kind !== 'form' && clinicianAt(number) !== undefined,
      run: () => {
        const id = clinicianAt(number)
        if (id !== undefined) choose(id)
      }
    })
    useCommand({
      id: `move.clinician-${number}`,
      titleKey: 'appointments.command.clinician',
      titleParameters: () => ({ number }),
      keys: String(number),
      isHidden: true,
      when: () => move.move.phase === 'carrying' && clinicianAt(number) !== undefined,
      run: () => {
        const [clinicianId, target] = [clinicianAt(number), move.carried?.target]
        if (clinicianId !== undefined && target) move.act({ kind: 'to', target: { ...target, clinicianId } })
      }
    })
  }
}

function useBookingKeys(): void {
  const session = useSession()
  const booking = useBooking()
  const bookingForm = useBookingForm()
  const findFree = useFindFree()
  const move = useMove()
  const canBook = (): boolean => !move.isMoving && session.isDesk && booking.draft === null

  useCommand({
    id: 'day.book',
    titleKey: 'appointments.command.book',
    keys: 'b',
    when: canBook,
    run: () => bookingForm.open()
  })
  useCommand({
    id: 'day.firstFree',
    titleKey: 'appointments.command.firstFree',
    keys: 'f',
    when: canBook,
    run: bookingForm.openAtOpenings
  })
  useCommand({
    id: 'calendar.findFree',
    titleKey: 'calendar.command.findFree',
    keys: 'shift+f',
    when: () => session.isDesk && move.move.phase !== 'placing',
    run: findFree.open
  })
}

/** Shift and an arrow lengthen or shorten what the arrow keys stand on: the same as lifting it and pressing them. */
function useLengthKeys(): void {
  const day = useDay()
  const calendar = useCalendar()
  const session = useSession()
  const move = useMove()

  function target(): Appointment | undefined {
    const appointment = calendar.appointmentOf(day.focusedAppointmentId)
    return appointment && session.isDesk && isMovable(appointment) ? appointment : undefined
  }

  for (const [keys, minutes] of [
    ['shift+down', 5],
    ['shift+up', -5]
  ] as const)
    useCommand({
      id: `calendar.stretch-${keys}`,
      titleKey: minutes > 0 ? 'calendar.command.longer' : 'calendar.command.shorter',
      keys,
      when: () => !move.isMoving && calendar.view !== 'agenda' && target() !== undefined,
      run: () => {
        const appointment = target()
        if (!appointment) return
        move.pickUp(appointment)
        move.act({ kind: 'stretch', minutes })
      }
    })
}
