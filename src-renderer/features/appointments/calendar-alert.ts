import type { Appointment } from '@contract/appointments'
import type { PatientAlert } from '@contract/patients'

/** Those that matter where the appointment is, weightiest first; the rest stands on the patient's card. */
const IN_CALENDAR: readonly PatientAlert[] = [
  'deceased',
  'turned-16',
  'number-disputed',
  'mobile-missing',
  'consent-missing',
  'mobile-stale',
  'number-missing'
]

/** The one alert shown on an appointment that is still ahead or waiting. */
export function calendarAlert(appointment: Appointment): PatientAlert | null {
  if (!['booked', 'pending', 'proposed', 'arrived', 'checked-in'].includes(appointment.status)) return null
  return IN_CALENDAR.find((alert) => appointment.alerts.includes(alert)) ?? null
}
