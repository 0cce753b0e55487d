import type { Appointment } from '@contract/appointments'

export function nameOf(appointment: Pick<Appointment, 'patientFamilyName' | 'patientGivenName'>): string {
  return [appointment.patientFamilyName, appointment.patientGivenName].filter(Boolean).join(', ')
}
