import type { AppointmentId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { findAgreed } from './agreed.queries'
import { readConnection } from './connection.queries'
import { appointmentFrom } from './mapping/appointment.rules'
import { readBodyText } from './resource-shape'

/** Whether the portal has said that it reminds the patient itself, and is still there to do so. */
export async function isRemindedByPortal(reader: Reader, id: AppointmentId): Promise<boolean> {
  const agreed = await findAgreed(reader, { type: 'Appointment', localId: id })
  if (agreed?.body == null || (await readConnection(reader)).state === 'off') return false
  const body = readBodyText(agreed.body)
  return body.resourceType === 'Appointment' && appointmentFrom(body).remindedBy === 'portal'
}
