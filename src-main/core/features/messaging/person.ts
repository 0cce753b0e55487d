import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentState } from '../consents'
import { messageTarget, type ClinicDay } from '../patients'
import { readPersonRow } from './person.queries'
import type { PersonFacts } from './sending.rules'

/** Everything about a patient that decides whether, where and how a message may go. Null when there is no such patient. */
export async function readPerson(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<PersonFacts | null> {
  const row = await readPersonRow(reader, patientId)
  if (!row) return null
  return {
    target: await messageTarget(reader, patientId, day),
    mobile: row.mobile,
    isReserved: row.isReserved,
    isProtected: row.isProtected,
    reminderConsent: await consentState(
      reader,
      { patientId, purpose: 'appointment-reminder', channel: 'sms' },
      day
    )
  }
}
