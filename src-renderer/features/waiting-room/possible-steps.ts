import type { Appointment } from '@contract/appointments'
import type { CivilDate } from '@contract/values'

export type WaitingRoomStep = 'arrive' | 'callIn' | 'finish' | 'leaveUnseen' | 'noShow'

/** The steps that make sense next, so that the page offers no button the core would refuse. The core decides. */
export function possibleSteps(appointment: Appointment, today: CivilDate, nowMs: number): WaitingRoomStep[] {
  const { encounterStatus } = appointment
  if (appointment.date !== today || appointment.isLeftUnseen) return []
  if (encounterStatus === 'in-progress') return ['finish']
  if (encounterStatus === 'finished' || appointment.status === 'fulfilled') return []
  if (appointment.arrivedAt && ['arrived', 'checked-in'].includes(appointment.status))
    return ['callIn', 'leaveUnseen']
  if (appointment.status !== 'booked') return []
  return Date.parse(appointment.start) <= nowMs ? ['arrive', 'noShow'] : ['arrive']
}

/** Whether it can be cancelled: nobody has come for it and it is not over. */
export function isOpenBooking({ status }: Appointment): boolean {
  return ['waitlist', 'proposed', 'pending', 'booked'].includes(status)
}

/** Whether it can be moved: also for who has arrived, to another clinician for instance. */
export function isMovable(appointment: Appointment): boolean {
  return isOpenBooking(appointment) || (appointment.status === 'arrived' && !appointment.isLeftUnseen)
}
