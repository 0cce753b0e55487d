import type { Appointment } from '@contract/appointments'
import { translate } from '../../app/i18n'
import { call } from '../../core-client'

/** When the confirmation of a new booking leaves, in words; the outbox knows, not the page. */
export async function confirmationNote(
  appointment: Appointment,
  shownMoment: (moment: string) => string
): Promise<string> {
  const messages = await call('messages.forPatient', { patientId: appointment.patientId, limit: 20 })
  const confirmation = messages.find(
    (one) =>
      one.direction === 'out' &&
      one.appointmentId === appointment.id &&
      one.purpose === 'booking-confirmation'
  )
  if (confirmation?.direction !== 'out' || confirmation.state === 'blocked') {
    return translate('appointments.done.withoutConfirmation')
  }
  return translate('appointments.done.confirmationAt', { time: shownMoment(confirmation.notBefore) })
}
