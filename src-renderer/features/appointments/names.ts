import type { Appointment } from '@contract/appointments'
import { nameOrGone } from '../../app/gone'

export function nameOf(appointment: Pick<Appointment, 'patientFamilyName' | 'patientGivenName'>): string {
  return nameOrGone([appointment.patientFamilyName, appointment.patientGivenName].filter(Boolean).join(', '))
}
