import type { Appointment } from '@contract/appointments'
import type { CivilDate } from '@contract/values'

const TAKES_PLACE: readonly Appointment['status'][] = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in'
]

/** What a patient has on that day already and still comes for, in time order: perhaps the booking is not needed. */
export function sameDayOf(appointments: readonly Appointment[], date: CivilDate): Appointment[] {
  return appointments
    .filter((one) => one.date === date && TAKES_PLACE.includes(one.status) && !one.isLeftUnseen)
    .sort((a, b) => a.time.localeCompare(b.time))
}
